package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the events of one user, session, client or address and tells their stories. Blocks. */
public final class StoryReader {

  /** What a key may be, in this order. */
  private static final List<Dimension> KEYS =
      List.of(Dimension.USER, Dimension.SESSION, Dimension.CLIENT, Dimension.IP);

  private static final Duration HOUR = Duration.ofHours(1);

  private final EventStore store;
  private final Taxonomy taxonomy;
  private final Views views = new Views();

  public StoryReader(EventStore store, Taxonomy taxonomy) {
    this.store = store;
    this.taxonomy = taxonomy;
  }

  /** The stories of whoever goes by that name, as the API gives them. */
  public Map<String, Object> story(String key, TimeRange range) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("key", key);
    answer.put("from", range.from().toString());
    answer.put("to", range.to().toString());
    Search search = new Search(range);
    Dimension is = null;
    for (Dimension dimension : KEYS) {
      if (is == null && !search.take(Selection.of(dimension, key)).isEmpty()) {
        is = dimension;
      }
    }
    if (is != null) {
      answer.put("is", is.label());
      search.widen(is);
    }
    answer.put("flows", Storyteller.tell(search.found()).stream().map(this::flow).toList());
    answer.put("cut", search.cut);
    return answer;
  }

  private Map<String, Object> flow(Story story) {
    Map<String, Object> flow = new LinkedHashMap<>();
    flow.put("begin", story.begin().toString());
    flow.put("end", story.end().toString());
    put(flow, "client", story, it -> it.event().subject().client());
    put(flow, "user", story, it -> it.event().subject().user());
    flow.put("confidence", story.weakest().confidence());
    flow.put("events", story.chapters().stream().map(this::chapter).toList());
    return flow;
  }

  private static void put(
      Map<String, Object> flow,
      String name,
      Story story,
      Function<StoredEvent, @Nullable String> part) {
    story.first(part).ifPresent(value -> flow.put(name, value));
  }

  private Map<String, Object> chapter(Story.Chapter chapter) {
    Map<String, Object> event =
        new LinkedHashMap<>(views.event(EventView.of(chapter.event(), taxonomy)));
    event.put(
        "join", Map.of("by", chapter.join().meaning(), "confidence", chapter.join().confidence()));
    return event;
  }

  /** Events found so far, each once. */
  private final class Search {

    private TimeRange range;
    private final Map<String, StoredEvent> events = new LinkedHashMap<>();
    private boolean cut;

    Search(TimeRange range) {
      this.range = range;
    }

    List<StoredEvent> found() {
      return List.copyOf(events.values());
    }

    List<StoredEvent> take(Selection selection) {
      List<StoredEvent> found =
          store.find(new EventFilter(range, selection, null, EventFilter.MAX_LIMIT));
      cut |= found.size() == EventFilter.MAX_LIMIT;
      found.forEach(it -> events.put(it.event().source() + ' ' + it.event().id(), it));
      return found;
    }

    /** Adds what the key itself does not name: other steps of the same sessions and devices. */
    void widen(Dimension is) {
      List<StoredEvent> seed = found();
      range = around(seed);
      List<String> sessions = values(seed, Subject::session);
      if (!sessions.isEmpty() && is != Dimension.SESSION) {
        take(new Selection(Map.of(Dimension.SESSION, sessions), null));
      }
      if (is == Dimension.SESSION) {
        List<String> users = values(seed, Subject::user);
        if (!users.isEmpty()) {
          take(new Selection(Map.of(Dimension.USER, users), null));
        }
      }
      if (is == Dimension.USER || is == Dimension.SESSION) {
        List<String> clients = values(found(), Subject::client);
        List<String> addresses = values(found(), Subject::ip);
        if (!clients.isEmpty() && !addresses.isEmpty()) {
          // Steps that name nobody; others' are their own stories.
          take(
              new Selection(
                  Map.of(
                      Dimension.CLIENT,
                      clients,
                      Dimension.IP,
                      addresses,
                      Dimension.USER,
                      List.of(Selection.NONE)),
                  null));
        }
      }
    }

    /** From an hour before the first to an hour behind the last: no flow lasts longer. */
    private TimeRange around(List<StoredEvent> seed) {
      Instant first = range.to();
      Instant last = range.from();
      for (StoredEvent event : seed) {
        Instant time = event.event().time();
        first = time.isBefore(first) ? time : first;
        last = time.isAfter(last) ? time : last;
      }
      Instant from = first.minus(HOUR);
      Instant to = last.plus(HOUR);
      return new TimeRange(
          from.isAfter(range.from()) ? from : range.from(),
          to.isBefore(range.to()) ? to : range.to());
    }

    private static List<String> values(
        List<StoredEvent> events, Function<Subject, @Nullable String> part) {
      return events.stream()
          .map(event -> part.apply(event.event().subject()))
          .flatMap(Stream::ofNullable)
          .filter(value -> !value.isEmpty())
          .map(Objects::requireNonNull)
          .distinct()
          .limit(QueryParameters.MAX_VALUES)
          .toList();
    }
  }
}
