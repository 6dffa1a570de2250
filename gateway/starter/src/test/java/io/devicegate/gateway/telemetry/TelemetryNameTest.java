package io.devicegate.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TelemetryNameTest {

  @Test
  void namesAreOursAndUnique() {
    assertThat(Arrays.stream(TelemetryName.values()).map(TelemetryName::wireName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("devicegate(\\.[a-z]+)+"));
  }
}
