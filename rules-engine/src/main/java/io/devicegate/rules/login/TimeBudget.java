package io.devicegate.rules.login;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long a script may keep its thread.
 *
 * <p>The limit is on the processor time that the thread has used, which is the wall-clock time when
 * it runs undisturbed. On a machine with too much to do an honest script waits for its turn, and
 * must not be taken for an endless one; so the wall clock ends it only after a multiple of the
 * limit.
 */
final class TimeBudget {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(5);

  private final Thread thread;
  private final long limit;
  private final long deadline;
  private final long processorTimeAtStart;

  /** Begins now, for what the thread will do from here on. */
  TimeBudget(Thread thread, Duration limit) {
    this.thread = thread;
    this.limit = limit.toNanos();
    this.deadline = System.nanoTime() + this.limit * LoginRulesOptions.PATIENCE;
    this.processorTimeAtStart = processorTime();
  }

  /** Waits for the result for as long as there is time. */
  <T> T await(Future<T> result) throws TimeoutException, ExecutionException, InterruptedException {
    for (long wait = limit; ; wait = remaining()) {
      try {
        return result.get(wait, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (remaining() <= 0) {
          throw e;
        }
      }
    }
  }

  private long remaining() {
    long byWallClock = deadline - System.nanoTime();
    long byProcessor = limit - (processorTime() - processorTimeAtStart);
    return byProcessor <= 0 ? 0 : Math.min(byWallClock, Math.max(byProcessor, SLICE));
  }

  private long processorTime() {
    if (THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()) {
      return Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
    }
    return System.nanoTime();
  }
}
