package io.devicegate.sandbox.upstream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleApiOptionsTest {

  @Test
  void refusesWhatCannotBeBound() {
    SampleApiOptions options = SampleApiOptions.defaults();

    assertThatThrownBy(() -> options.withPort(65_536))
        .hasMessage("port: 65536 (expected: 0 to 65535)");
    assertThatThrownBy(() -> options.withMaxPurchases(0))
        .hasMessage("maxPurchases: 0 (expected: > 0)");
  }
}
