package io.devicegate.gateway.budget;

import java.time.Duration;
import java.util.Locale;

/** What became of a request for budget. */
public sealed interface BudgetResult {

  /**
   * The request may go on. {@link #release} must be called when it has ended, however it ended;
   * calling it again does nothing.
   */
  final class Granted implements BudgetResult, AutoCloseable {

    private final Permits permits;

    Granted(Permits permits) {
      this.permits = permits;
    }

    /** Gives back what the request held while it ran. */
    public void release() {
      permits.release();
    }

    @Override
    public void close() {
      release();
    }
  }

  /**
   * The request must be refused with 429.
   *
   * @param which the budget that is exhausted
   * @param retryAfter when to come again at the earliest
   */
  record Exhausted(Budget which, Duration retryAfter) implements BudgetResult {

    /**
     * Returns the value of {@code Retry-After} (RFC 9110, section 10.2.3): whole seconds, at least
     * one.
     */
    public long retryAfterSeconds() {
      return Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    }
  }

  /** The budgets there are. */
  enum Budget {
    /** Requests of a client per time. */
    CLIENT_RATE,
    /** Requests of a subject per time. */
    SUBJECT_RATE,
    /** Requests of a client at the same time. */
    CLIENT_CONCURRENCY,
    /** Requests of a subject at the same time. */
    SUBJECT_CONCURRENCY,
    /** Subjects of a client. */
    DISTINCT_SUBJECTS;

    /** Returns the name in lower case, as a label value. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
