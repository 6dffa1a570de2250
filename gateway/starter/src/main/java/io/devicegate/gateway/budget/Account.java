package io.devicegate.gateway.budget;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one client, or of one subject.
 *
 * <p>An account is closed when it holds nothing that a new one would not hold: no running request,
 * a full bucket, no subjects. A request that comes upon a closed account takes a new one.
 */
final class Account {

  private static final int CLOSED = -1;

  /** About to be closed: whoever enters meanwhile keeps it open. */
  private static final int CLOSING = -2;

  private final int concurrency;
  private final @Nullable TokenBucket bucket;
  private final @Nullable SeenSubjects subjects;
  private final AtomicInteger running = new AtomicInteger();

  Account(int concurrency, @Nullable TokenBucket bucket, @Nullable SeenSubjects subjects) {
    this.concurrency = concurrency;
    this.bucket = bucket;
    this.subjects = subjects;
  }

  /** Enters a request. */
  Entry enter() {
    int seen;
    do {
      seen = running.get();
      if (seen == CLOSED) {
        return Entry.CLOSED;
      }
      if (seen >= concurrency) {
        return Entry.FULL;
      }
    } while (!running.compareAndSet(seen, seen == CLOSING ? 1 : seen + 1));
    return Entry.ENTERED;
  }

  void leave() {
    running.decrementAndGet();
  }

  /** Returns 0 when there is rate left and was taken, else the nanoseconds until there is. */
  long take(long now) {
    return bucket == null ? 0 : bucket.take(now);
  }

  void giveBack() {
    if (bucket != null) {
      bucket.giveBack();
    }
  }

  /** Returns 0 when the subject may come, else the nanoseconds until it may. */
  long admit(String subject, long now) {
    return subjects == null ? 0 : subjects.admit(subject, now);
  }

  /** Closes the account if it holds nothing. */
  boolean closeIfIdle(long now) {
    if (!running.compareAndSet(0, CLOSING)) {
      return false;
    }
    // Looked at only now, so that no request can come and go, and be forgotten, behind the look.
    boolean rested = bucket == null || bucket.isFull(now);
    boolean idle = rested && (subjects == null || subjects.isEmptyAt(now));
    return running.compareAndSet(CLOSING, idle ? CLOSED : 0) && idle;
  }

  enum Entry {
    ENTERED,
    FULL,
    CLOSED
  }
}
