package io.devicegate.sandbox.upstream;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was bought since the start. Thread-safe. Keeps the newest purchases up to a limit; the
 * counts per title go on, since there are only as many as there are titles.
 */
final class Purchases {

  /**
   * One purchase.
   *
   * @param subject who bought, as the gateway said in {@code X-Device-Subject}; null without a
   *     gateway in front
   */
  record Purchase(
      String id, String item, String title, @Nullable String subject, Instant purchasedAt) {}

  /** How often a title was bought. */
  record Count(String item, String title, long count) {}

  /** What was bought, all together and per title, most bought first. */
  record Report(long purchases, List<Count> items) {}

  private final int limit;
  private final Clock clock;
  private final Map<String, Purchase> newest = new LinkedHashMap<>();
  private final Map<Catalogue.Title, Long> counts = new LinkedHashMap<>();
  private long total;

  Purchases(int limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  synchronized Purchase buy(Catalogue.Title title, @Nullable String subject) {
    total++;
    Purchase purchase =
        new Purchase("p" + total, title.id(), title.title(), subject, clock.instant());
    counts.merge(title, 1L, Long::sum);
    newest.put(purchase.id(), purchase);
    if (newest.size() > limit) {
      newest.remove(newest.keySet().iterator().next());
    }
    return purchase;
  }

  /** A purchase that is still kept and was made by this subject. */
  synchronized Optional<Purchase> find(String id, @Nullable String subject) {
    return Optional.ofNullable(newest.get(id))
        .filter(purchase -> Objects.equals(purchase.subject(), subject));
  }

  synchronized Report report() {
    List<Count> items =
        counts.entrySet().stream()
            .map(entry -> new Count(entry.getKey().id(), entry.getKey().title(), entry.getValue()))
            .sorted((a, b) -> Long.compare(b.count(), a.count()))
            .toList();
    return new Report(total, items);
  }
}
