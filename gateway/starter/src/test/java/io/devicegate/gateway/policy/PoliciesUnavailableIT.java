package io.devicegate.gateway.policy;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.telemetry.AccessMetrics;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.source.RuleSource;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A fault inside the policies, as nobody foresees one. */
class PoliciesUnavailableIT {

  private static final AtomicBoolean BROKEN = new AtomicBoolean();

  @Test
  void requestThatPoliciesCannotBeAskedAboutIsRefused() {
    FakeIssuer issuer = new FakeIssuer();
    RecordingUpstream upstream = new RecordingUpstream();
    TestGateway gateway =
        TestGateway.start(TestGateway.settings(issuer, upstream), BrokenPolicies.class);
    try (issuer;
        upstream;
        gateway) {
      assertThat(gateway.call("/device/x", issuer.tokens().device()).status()).isEqualTo(200);
      upstream.reset();
      BROKEN.set(true);

      Answer answer = gateway.call("/device/x", issuer.tokens().device());
      assertRefused(answer, Reason.POLICY_UNAVAILABLE, upstream);
      assertThat(gateway.get("/open/x").status()).isEqualTo(200);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class BrokenPolicies {

    @Bean
    AccessPolicies policies(AccessMetrics metrics) {
      String allow = "name: all\nrule: {match: [{output: allow()}]}\n";
      AccessRulesOptions options =
          AccessRulesOptions.defaults().withTicker(BrokenPolicies::nanosOrFault);
      return new AccessPolicies(
          new RuleLoader(() -> List.of(new RuleSource("all.yaml", allow)), options),
          new Recording(true, true, 1),
          metrics,
          Clock.systemUTC());
    }

    private static long nanosOrFault() {
      if (BROKEN.get()) {
        throw new IllegalStateException("a fault");
      }
      return System.nanoTime();
    }
  }
}
