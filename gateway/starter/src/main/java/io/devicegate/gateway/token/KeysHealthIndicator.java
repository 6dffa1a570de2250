package io.devicegate.gateway.token;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while the keys of a tenant are closed, so that its tokens cannot be checked. Degraded keys
 * still serve: the details say so, and for how long.
 */
final class KeysHealthIndicator extends AbstractHealthIndicator {

  private final TenantKeys keys;

  KeysHealthIndicator(TenantKeys keys) {
    super("The state of the keys cannot be told");
    this.keys = keys;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.up();
    for (String tenant : keys.tenants()) {
      JwksStatus status = keys.status(tenant);
      if (status.state() == JwksState.CLOSED) {
        builder.down();
      }
      builder.withDetail(tenant, details(status));
    }
  }

  private static Map<String, Object> details(JwksStatus status) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("state", status.state().label());
    details.put("secondsUntilClosed", status.untilClosed().toSeconds());
    details.put("keys", status.keyCount());
    if (status.lastSuccess() != null) {
      details.put("lastSuccess", status.lastSuccess());
    }
    if (status.lastFailure() != null) {
      details.put("lastFailure", status.lastFailure().label());
    }
    return details;
  }
}
