package io.devicegate.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.telemetry.TelemetryName.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TelemetryNameTest {

  @Test
  void namesAreOursAndUnique() {
    assertThat(Arrays.stream(TelemetryName.values()).map(TelemetryName::wireName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(\\.[a-z]+)*"));
    assertThat(Arrays.stream(TelemetryName.values()))
        .filteredOn(name -> name.kind() != Kind.LABEL && name.kind() != Kind.SPAN_TAG)
        .allMatch(name -> name.wireName().startsWith("devicegate."));
  }

  @Test
  void onlyMetricsAndSpansHaveLabels() {
    for (TelemetryName name : TelemetryName.values()) {
      assertThat(name.labels()).allMatch(label -> label.labels().isEmpty());
    }
    assertThat(TelemetryName.ROUTE.spanTag()).isEqualTo("devicegate.route");
  }
}
