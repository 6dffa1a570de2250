package io.devicegate.rules.login;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of sandboxes, each lent to one login at a time.
 *
 * <p>One thread starts them, so a login never pays for a start. A sandbox that a script broke is
 * replaced only when its thread has ended: should an engine not heed its interruption, there is one
 * sandbox less, and never one thread more.
 */
final class SandboxPool implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SandboxPool.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final List<RuleFile> files;
  private final LoginRulesOptions options;
  private final BlockingQueue<Sandbox> idle;
  private final ScheduledThreadPoolExecutor starter;
  private volatile boolean closed;

  /** Creates a pool around a first sandbox; the others follow in the background. */
  SandboxPool(Sandbox first, List<RuleFile> files, LoginRulesOptions options) {
    this.files = files;
    this.options = options;
    this.idle = new ArrayBlockingQueue<>(options.workers());
    this.starter = new ScheduledThreadPoolExecutor(1, SandboxPool::newThread);
    idle.add(first);
    for (int i = 1; i < options.workers(); i++) {
      starter.execute(this::startOne);
    }
  }

  /** Lends a sandbox, which must be given back; nothing when none was free in time. */
  Optional<Sandbox> take() {
    if (closed) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(idle.poll(options.maxWait().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Takes a sandbox back, or replaces it when it is broken. */
  void giveBack(Sandbox sandbox) {
    if (sandbox.isUsable()) {
      offer(sandbox);
      return;
    }
    sandbox.stop();
    replace(sandbox, Duration.ZERO);
  }

  @Override
  public void close() {
    closed = true;
    starter.shutdownNow();
    stopIdle();
  }

  private void offer(Sandbox sandbox) {
    idle.add(sandbox);
    if (closed) {
      stopIdle(); // closed meanwhile, so perhaps nobody saw this one
    }
  }

  private void stopIdle() {
    for (Sandbox sandbox = idle.poll(); sandbox != null; sandbox = idle.poll()) {
      sandbox.stop();
    }
  }

  private void replace(Sandbox stopped, Duration delay) {
    schedule(
        () -> {
          if (hasEnded(stopped)) {
            startOne();
          } else {
            log.error(
                "a login rule has not heeded its interruption; one sandbox less until it does");
            replace(stopped, RETRY);
          }
        },
        delay);
  }

  private static boolean hasEnded(Sandbox stopped) {
    try {
      return stopped.awaitStop(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void startOne() {
    if (closed) {
      return;
    }
    try {
      offer(Sandbox.open(files, options));
    } catch (RuntimeException e) {
      if (!closed) {
        log.error("a sandbox for login rules did not start; trying again in {}", RETRY, e);
        schedule(this::startOne, RETRY);
      }
    }
  }

  private void schedule(Runnable task, Duration delay) {
    try {
      // Tasks handle their own failures.
      var unused = starter.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the login rules are closed, so no sandbox is started");
    }
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "devicegate-login-rules-starter");
    thread.setDaemon(true);
    return thread;
  }
}
