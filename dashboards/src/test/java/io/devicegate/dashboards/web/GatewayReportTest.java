package io.devicegate.dashboards.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.web.Report.Cell;
import io.devicegate.dashboards.web.Report.Table;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class GatewayReportTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void tellsRequestsThatSignalsRefusedFromThoseThatTheyLetThrough() {
    registry.gauge("devicegate.signals.active", List.of(Tag.of("kind", "poll_abuse")), 2);
    met("poll_abuse", "refuse", 3);
    met("poll_abuse", "allow", 40);
    met("token_theft", "allow", 500);

    assertThat(signals().rows())
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.list(Cell.class))
        .extracting(Cell::text)
        .containsExactly("poll_abuse", "2", "3", "40");
  }

  @Test
  void saysWhereToLookWhenTheGatewayIsElsewhere() {
    assertThat(signals().rows()).isEmpty();
    assertThat(signals().empty()).contains("No gateway runs in this process");
  }

  private Table signals() {
    return new GatewayReport(new Meters(registry))
        .read(List.of(), Instant.EPOCH).tables().stream()
            .filter(table -> table.title().equals("Signals at the gateway"))
            .findFirst()
            .orElseThrow();
  }

  private void met(String kind, String effect, int requests) {
    registry
        .counter(
            "devicegate.signal.requests", List.of(Tag.of("kind", kind), Tag.of("effect", effect)))
        .increment(requests);
  }
}
