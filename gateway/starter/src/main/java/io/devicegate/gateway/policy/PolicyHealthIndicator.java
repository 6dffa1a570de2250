package io.devicegate.gateway.policy;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up, since policies that cannot be used are never in use: the last good ones still decide. The
 * details say so, and name every problem of the files that are not used, up to a bound.
 */
final class PolicyHealthIndicator extends AbstractHealthIndicator {

  private static final int MAX_PROBLEMS = 50;

  private final AccessPolicies policies;

  PolicyHealthIndicator(AccessPolicies policies) {
    super("The state of the access policies cannot be told");
    this.policies = policies;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    PoliciesStatus status = policies.status();
    builder
        .up()
        .withDetail("state", status.isStale() ? "stale" : "current")
        .withDetail("policies", status.policies())
        .withDetail("digest", status.digest())
        .withDetail("since", status.since());
    if (status.isStale()) {
      builder.withDetail("problems", status.problems().stream().limit(MAX_PROBLEMS).toList());
    }
  }
}
