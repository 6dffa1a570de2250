package io.devicegate.gateway.proof;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A replay store in this process.
 *
 * <p>When it is full it forgets nothing and takes nothing new: evicting a proof would allow its
 * second use. It knows what this process has seen only; where several gateways serve the same URL,
 * a proof can be used once at each, so route a client to one of them or give all a shared store.
 */
public final class InMemoryReplayStore implements ReplayStore {

  private static final long CLEAN_UP_EVERY_MILLIS = 1_000;

  private final Clock clock;
  private final int capacity;
  private final Cache<Key, Long> seen;
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong cleanedAt;

  /** Creates a store that remembers at most so many proofs. */
  public InMemoryReplayStore(int capacity, Clock clock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.capacity = capacity;
    this.clock = requireNonNull(clock, "clock");
    this.cleanedAt = new AtomicLong(clock.millis());
    this.seen =
        Caffeine.newBuilder()
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .expireAfter(Expiry.creating((Key key, Long until) -> untilMillis(until)))
            .evictionListener((key, until, cause) -> size.decrementAndGet())
            .build();
  }

  @Override
  public Outcome remember(String jkt, String jti, Instant until) {
    if (!reserve()) {
      return Outcome.FULL;
    }
    Long earlier = seen.asMap().putIfAbsent(Key.of(jkt, jti), until.toEpochMilli());
    if (earlier == null) {
      return Outcome.REMEMBERED;
    }
    size.decrementAndGet();
    return Outcome.SEEN;
  }

  /** Returns how many proofs are remembered; those whose time has just passed may count still. */
  public int size() {
    return size.get();
  }

  private boolean reserve() {
    if (takeSlot()) {
      return true;
    }
    long now = clock.millis();
    long last = cleanedAt.get();
    // Under overload every request comes here; cleaning for each would only slow the refusals down.
    if (now - last >= CLEAN_UP_EVERY_MILLIS && cleanedAt.compareAndSet(last, now)) {
      seen.cleanUp();
    }
    return takeSlot();
  }

  private boolean takeSlot() {
    return size.getAndUpdate(taken -> taken < capacity ? taken + 1 : taken) < capacity;
  }

  private Duration untilMillis(long until) {
    return Duration.ofMillis(Math.max(1, until - clock.millis()));
  }

  /** Half a digest: 128 bits of what an attacker must collide with to be refused. */
  private record Key(long high, long low) {
    static Key of(String jkt, String jti) {
      byte[] digest = Digests.sha256((jkt + '.' + jti).getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      return new Key(bytes.getLong(), bytes.getLong());
    }
  }
}
