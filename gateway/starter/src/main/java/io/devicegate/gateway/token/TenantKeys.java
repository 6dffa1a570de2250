package io.devicegate.gateway.token;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The keys of every tenant: fetched when the application starts, kept fresh by one thread, left
 * alone when it stops.
 */
public final class TenantKeys implements SmartLifecycle {

  /** Before the web server, which is the last to start, so that keys are on their way by then. */
  private static final int PHASE = 0;

  private final Map<String, JwksSource> byTenant;
  private @Nullable ScheduledExecutorService scheduler; // guarded by this

  TenantKeys(Map<String, JwksSource> byTenant) {
    this.byTenant = new LinkedHashMap<>(byTenant);
  }

  /** Names of the tenants, in the order of the configuration. */
  public List<String> tenants() {
    return List.copyOf(byTenant.keySet());
  }

  /** How far a tenant's keys can be relied on now. */
  public JwksStatus status(String tenant) {
    return of(tenant).status();
  }

  JwksSource of(String tenant) {
    JwksSource keys = byTenant.get(tenant);
    if (keys == null) {
      throw new IllegalArgumentException("tenant: " + tenant + " (expected: a configured one)");
    }
    return keys;
  }

  @Override
  public synchronized void start() {
    if (scheduler == null) {
      ScheduledExecutorService started =
          Executors.newSingleThreadScheduledExecutor(TenantKeys::thread);
      byTenant.values().forEach(keys -> keys.start(started));
      scheduler = started;
    }
  }

  @Override
  public synchronized void stop() {
    if (scheduler != null) {
      byTenant.values().forEach(JwksSource::close);
      scheduler.shutdownNow();
      scheduler = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return scheduler != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "devicegate-keys-upkeep");
    thread.setDaemon(true);
    return thread;
  }
}
