package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Where signatures are verified.
 *
 * <p>A cheap one runs where the caller is, an event loop as a rule: it costs less than the way to
 * another thread and back. Once more than a few come within the same hundredth of a second, and for
 * dear ones always, threads of its own do it, behind a bounded queue, so that a flood of unknown
 * tokens holds up nobody whose token is known. What does not fit is refused as overloaded.
 */
public final class SignatureWork implements AutoCloseable {

  /** At 27 µs each, this many take a twelfth of a window. */
  private static final int INLINE_PER_WINDOW = 32;

  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ThreadPoolExecutor threads;
  private final AtomicLong window = new AtomicLong(System.nanoTime());
  private final AtomicInteger inline = new AtomicInteger();

  SignatureWork(int threads, int queue) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> thread(task, number.incrementAndGet()));
    this.threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does work.
   *
   * @param cheap whether it costs no more than a few RSA signatures
   * @return the result; a {@link RefusedException} when too much waits already
   */
  public <T> CompletableFuture<T> run(boolean cheap, Supplier<T> work) {
    if (cheap && mayRunInline()) {
      return CompletableFuture.completedFuture(work.get());
    }
    try {
      return CompletableFuture.supplyAsync(work, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new RefusedException(Reason.OVERLOADED));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** A race at a window's border lets a few more run inline, which is no harm. */
  private boolean mayRunInline() {
    long now = System.nanoTime();
    long started = window.get();
    if (now - started >= WINDOW_NANOS && window.compareAndSet(started, now)) {
      inline.set(0);
    }
    return inline.incrementAndGet() <= INLINE_PER_WINDOW;
  }

  private static Thread thread(Runnable task, int number) {
    Thread thread = new Thread(task, "devicegate-signatures-" + number);
    thread.setDaemon(true);
    return thread;
  }
}
