package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.DeadLetter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tenant's dead letters once more, after the program has learned what they are. What is an
 * event now is stored and then forgotten as a dead letter; killed in between, it is read again and
 * stored once all the same.
 */
public final class DeadLetterReplay {

  private static final int PAGE = 500;

  private final EventStore store;
  private final TenantEventDecoder decoder;
  private final Clock clock;

  /**
   * Creates a replay.
   *
   * @param maxAhead how far an event's date may be ahead of its arrival
   */
  public DeadLetterReplay(EventStore store, Taxonomy taxonomy, Duration maxAhead, Clock clock) {
    this.store = store;
    this.decoder = new TenantEventDecoder(taxonomy, maxAhead);
    this.clock = clock;
  }

  /** Reads all of them. */
  public Result run() {
    long looked = 0;
    long readable = 0;
    long stored = 0;
    long after = 0;
    List<DeadLetter> page = store.deadLetters(after, PAGE);
    while (!page.isEmpty()) {
      List<StoredEvent> events = new ArrayList<>();
      List<Long> read = new ArrayList<>();
      for (DeadLetter letter : page) {
        StoredEvent event = event(letter);
        if (event != null) {
          events.add(event);
          read.add(letter.id());
        }
        after = letter.id();
      }
      if (!events.isEmpty()) {
        stored += store.append(events, List.of()).size();
        store.forgetDeadLetters(read);
      }
      looked += page.size();
      readable += events.size();
      page = store.deadLetters(after, PAGE);
    }
    return new Result(looked, readable, stored);
  }

  private @Nullable StoredEvent event(DeadLetter letter) {
    String text = letter.rejected().text();
    if (text == null || !letter.rejected().source().equals(Event.AUTH0)) {
      return null;
    }
    Decoded decoded = decoder.decodeText(text, "dead letter", clock.instant());
    return decoded instanceof Decoded.Accepted accepted ? accepted.event() : null;
  }

  /**
   * What became of them.
   *
   * @param looked dead letters looked at
   * @param readable those that are events now, and are dead letters no longer
   * @param stored those of them that were not stored already
   */
  public record Result(long looked, long readable, long stored) {}
}
