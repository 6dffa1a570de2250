package io.devicegate.sandbox.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts wrong guesses per guesser, and says when it is enough. The count of a guesser starts again
 * once the window has passed since the first wrong guess. Thread-safe and bounded.
 */
final class GuessLimit {

  private static final int MAX_GUESSERS = 10_000;

  private final int allowed;
  private final Cache<String, Integer> wrong;

  GuessLimit(int allowed, Duration window, Clock clock) {
    this.allowed = allowed;
    this.wrong =
        Caffeine.newBuilder()
            .maximumSize(MAX_GUESSERS)
            .expireAfter(Expiry.<String, Integer>creating((guesser, count) -> window))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  boolean isReached(String guesser) {
    Integer count = wrong.getIfPresent(guesser);
    return count != null && count >= allowed;
  }

  void countWrong(String guesser) {
    wrong.asMap().merge(guesser, 1, Integer::sum);
  }

  void forget(String guesser) {
    wrong.invalidate(guesser);
  }
}
