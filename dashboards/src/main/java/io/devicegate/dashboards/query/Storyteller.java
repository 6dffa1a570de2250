package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts events together that are of one device.
 *
 * <p>Nothing in a tenant's log names a device. Session and token tie events together for certain.
 * User and client do so if the times fit; client and address only until the code has run out. A
 * flow that begins again after its tokens were given is another story. Pure.
 */
final class Storyteller {

  /** How long a device code holds at most, by Auth0's default. */
  private static final Duration CODE_LIFETIME = Duration.ofMinutes(15);

  private static final Duration SAME_SITTING = Duration.ofMinutes(30);

  private static final Set<Stage> BEGINNINGS =
      EnumSet.of(Stage.REQUEST, Stage.ACTIVATION, Stage.LOGIN, Stage.CONFIRMATION);

  private final Map<String, Draft> latest = new HashMap<>();
  private final List<Draft> drafts = new ArrayList<>();

  private Storyteller() {}

  /** The stories in these events, those that began first first. */
  static List<Story> tell(List<StoredEvent> events) {
    Storyteller teller = new Storyteller();
    events.stream()
        .sorted(
            Comparator.comparing((StoredEvent stored) -> stored.event().time())
                .thenComparing(stored -> stored.stage())
                .thenComparing(stored -> stored.event().id()))
        .forEach(teller::add);
    return teller.drafts.stream()
        .filter(draft -> draft.mergedInto == null)
        .map(Draft::story)
        .sorted(Comparator.comparing(Story::begin))
        .toList();
  }

  private void add(StoredEvent event) {
    Map<Join, String> keys = keys(event);
    Draft draft = null;
    Join by = Join.FIRST;
    for (Map.Entry<Join, String> key : keys.entrySet()) {
      Draft found = find(key.getValue());
      if (found == null || found == draft || !fits(event, key.getKey(), found)) {
        continue;
      }
      if (draft == null) {
        draft = found;
        by = key.getKey();
      } else if (draft.mayBe(found)) {
        draft.take(found, key.getKey());
      }
    }
    if (draft == null) {
      draft = new Draft();
      drafts.add(draft);
    }
    draft.add(event, by);
    for (String key : keys.values()) {
      latest.put(key, draft);
    }
  }

  private @Nullable Draft find(String key) {
    Draft draft = latest.get(key);
    while (draft != null && draft.mergedInto != null) {
      draft = draft.mergedInto;
    }
    return draft;
  }

  /** By what an event can belong to another, surest first. */
  private static Map<Join, String> keys(StoredEvent stored) {
    Map<Join, String> keys = new EnumMap<>(Join.class);
    Subject subject = stored.event().subject();
    String token = token(stored.event());
    if (token != null) {
      keys.put(Join.TOKEN, "token " + token);
    }
    if (subject.session() != null) {
      keys.put(Join.SESSION, "session " + subject.session());
    }
    if (subject.client() != null && subject.user() != null && !subject.user().isEmpty()) {
      keys.put(Join.USER_AND_CLIENT, "user " + subject.user() + ' ' + subject.client());
    }
    if (subject.client() != null && subject.ip() != null) {
      keys.put(Join.CLIENT_AND_ADDRESS, "address " + subject.ip() + ' ' + subject.client());
    }
    return keys;
  }

  /** The token's id, where the source names it. */
  private static @Nullable String token(Event event) {
    if (!event.json().contains("jti\"")) {
      return null;
    }
    String id = JsonText.at(event.json(), "details", "access_token_jti");
    return id != null ? id : JsonText.at(event.json(), "jti");
  }

  private static boolean fits(StoredEvent event, Join by, Draft draft) {
    if (by == Join.TOKEN || by == Join.SESSION) {
      return true;
    }
    Duration pause = Duration.between(draft.last, event.event().time());
    if (draft.exchanged && BEGINNINGS.contains(event.stage())) {
      return false;
    }
    if (by == Join.USER_AND_CLIENT) {
      return pause.compareTo(SAME_SITTING) <= 0
          || event.stage() == Stage.CALL
          || event.stage() == Stage.REFRESH;
    }
    String user = event.event().subject().user();
    return pause.compareTo(CODE_LIFETIME) <= 0
        && (user == null || draft.user == null || user.equals(draft.user));
  }

  /** A story that is not at its end. */
  private static final class Draft {

    private final List<Story.Chapter> chapters = new ArrayList<>();
    private @Nullable Draft mergedInto;
    private @Nullable String user;
    private Instant last = Instant.MIN;
    private boolean exchanged;

    void add(StoredEvent event, Join by) {
      chapters.add(new Story.Chapter(event, by));
      if (event.event().time().isAfter(last)) {
        last = event.event().time();
      }
      String given = event.event().subject().user();
      user = given == null || given.isEmpty() ? user : given;
      exchanged |= event.stage() == Stage.EXCHANGE && event.outcome() == Outcome.SUCCESS;
    }

    /** Whether both can be of one person. */
    boolean mayBe(Draft other) {
      return user == null || other.user == null || user.equals(other.user);
    }

    void take(Draft other, Join by) {
      // Its first event was of no story; now it is of this one, by what both have in common.
      for (Story.Chapter chapter : other.chapters) {
        add(chapter.event(), chapter.join() == Join.FIRST ? by : chapter.join());
      }
      other.mergedInto = this;
    }

    Story story() {
      List<Story.Chapter> ordered =
          chapters.stream()
              .sorted(
                  Comparator.comparing((Story.Chapter it) -> it.event().event().time())
                      .thenComparing(it -> it.event().stage())
                      .thenComparing(it -> it.event().event().id()))
              .toList();
      return new Story(Objects.requireNonNull(ordered));
    }
  }
}
