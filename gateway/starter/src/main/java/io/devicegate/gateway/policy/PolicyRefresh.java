package io.devicegate.gateway.policy;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of the policies from time to time, on one thread of its own. Files that have
 * just changed are looked at again soon, before they are used.
 */
final class PolicyRefresh implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PolicyRefresh.class);

  private static final Duration SETTLE = Duration.ofMillis(200);

  private final AccessPolicies policies;
  private final Duration interval;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(PolicyRefresh::thread);

  PolicyRefresh(AccessPolicies policies, Duration interval) {
    this.policies = policies;
    this.interval = interval;
  }

  void start() {
    if (!interval.isZero()) {
      schedule(interval);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    Duration next = interval;
    try {
      if (!policies.refresh() && SETTLE.compareTo(interval) < 0) {
        next = SETTLE;
      }
    } catch (RuntimeException | StackOverflowError e) {
      // A fault of ours; the policies in use stay, and the next look is another chance.
      log.error("The access policies could not be loaded anew", e);
    } finally {
      schedule(next);
    }
  }

  private void schedule(Duration delay) {
    if (!thread.isShutdown()) {
      var unused = thread.schedule(this::look, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "devicegate-access-policies");
    thread.setDaemon(true);
    return thread;
  }
}
