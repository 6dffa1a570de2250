package io.devicegate.dashboards.web;

import io.devicegate.dashboards.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what pages showed last, so that many viewers cost the store one question, and a page can
 * still be shown while the store does not answer.
 *
 * <p>Thread-safe. Holds the {@value #MOST} pages that were asked for last.
 */
final class Snapshots<T> {

  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  private static final int MOST = 32;

  private final Clock clock;

  private final Map<String, Holder<T>> holders =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Holder<T>> eldest) {
          return size() > MOST;
        }
      };

  Snapshots(Clock clock) {
    this.clock = clock;
  }

  /**
   * What is read now, or was read last.
   *
   * @param oldest what was read that long ago is good enough; zero for what was read since the
   *     question, perhaps for somebody who asked the same
   * @throws StoreUnavailableException if nothing was ever read and it cannot be read now
   */
  Snapshot<T> get(String key, Duration oldest, Supplier<T> reader) {
    Instant wanted = clock.instant().minus(oldest);
    Holder<T> holder = holder(key);
    synchronized (holder) {
      Snapshot<T> last = holder.last;
      if (last != null && last.read.isAfter(wanted)) {
        return last;
      }
      Instant now = clock.instant();
      try {
        holder.last = new Snapshot<>(reader.get(), now, false);
        return holder.last;
      } catch (StoreUnavailableException e) {
        if (last == null) {
          throw e;
        }
        log.warn("A page is shown as it was at {}", last.read, e);
        return new Snapshot<>(last.content, last.read, true);
      }
    }
  }

  private Holder<T> holder(String key) {
    synchronized (holders) {
      return holders.computeIfAbsent(key, unknown -> new Holder<>());
    }
  }

  /**
   * What was read.
   *
   * @param read when the reading began
   * @param old whether it could not be read again
   */
  record Snapshot<T>(T content, Instant read, boolean old) {}

  /** Also the lock of its page, so that one reads and the others wait for it. */
  private static final class Holder<T> {
    private @Nullable Snapshot<T> last;
  }
}
