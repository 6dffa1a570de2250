package io.devicegate.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.telemetry.GatewayMetrics.DecisionLabels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayMetrics metrics = new GatewayMetrics(registry);

  @Test
  void countsDecisionsByEveryLabel() {
    DecisionLabels labels =
        new DecisionLabels("catalogue", "refuse", "token_expired", "none", "none");
    metrics.decided(labels, Duration.ofMillis(2));
    metrics.decided(labels, Duration.ofMillis(4));

    assertThat(
            registry
                .get("devicegate.decisions")
                .tags("route", "catalogue")
                .tags("effect", "refuse")
                .tags("reason", "token_expired")
                .tags("protocol", "none")
                .tags("tenant", "none")
                .counter()
                .count())
        .isEqualTo(2);
    assertThat(registry.get("devicegate.decision.duration").timer().mean(TimeUnit.MILLISECONDS))
        .isEqualTo(3);
  }

  @Test
  void routesThatComeAndGoDoNotMakeSeriesWithoutEnd() {
    for (int i = 0; i < 10_050; i++) {
      metrics.decided(
          new DecisionLabels("route-" + i, "allow", "none", "device", "test"), Duration.ZERO);
    }

    assertThat(registry.find("devicegate.decisions").counters()).hasSize(10_001);
    assertThat(registry.get("devicegate.decisions").tags("route", "other").counter().count())
        .isEqualTo(50);
  }

  @Test
  void timesCallsByRouteAndKindOfAnswer() {
    metrics.called("catalogue", 200, Duration.ofMillis(2));
    metrics.called("catalogue", 204, Duration.ofMillis(4));
    metrics.called("catalogue", 503, Duration.ofMillis(1));
    metrics.called("catalogue", 0, Duration.ofMillis(1));

    assertThat(
            registry
                .get("devicegate.call.duration")
                .tags("route", "catalogue", "status", "2xx")
                .timer()
                .mean(TimeUnit.MILLISECONDS))
        .isEqualTo(3);
    assertThat(registry.get("devicegate.call.duration").tags("status", "5xx").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("devicegate.call.duration").tags("status", "none").timer().count())
        .isEqualTo(1);
  }

  @Test
  void countsFetchesOfKeysByTenantAndResult() {
    metrics.keysFetched("test", "success");
    metrics.keysFetched("test", "timeout");
    metrics.keysFetched("test", "timeout");

    assertThat(
            registry
                .get("devicegate.jwks.fetches")
                .tags("tenant", "test", "result", "timeout")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void showsTheStateOfKeys() {
    metrics.keys("test", List.of("fresh", "closed"), () -> "closed", () -> 7, () -> 2);
    metrics.keysSkipped("test", "weak", 3);

    assertThat(gauge("devicegate.jwks.until.closed")).isEqualTo(7);
    assertThat(gauge("devicegate.jwks.keys")).isEqualTo(2);
    assertThat(gauge("devicegate.jwks.state", "state", "closed")).isEqualTo(1);
    assertThat(gauge("devicegate.jwks.state", "state", "fresh")).isZero();
    assertThat(registry.get("devicegate.jwks.skipped").counter().count()).isEqualTo(3);
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).tags("tenant", "test").gauge().value();
  }
}
