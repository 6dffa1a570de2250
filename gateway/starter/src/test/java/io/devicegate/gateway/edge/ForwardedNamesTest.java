package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedNamesTest {

  @ParameterizedTest(name = "{0}: {1} {2} {3}")
  @CsvSource({
    // name, from anybody, from a proxy that writes X-Forwarded-*, from one that writes Forwarded
    "Forwarded, true, true, false",
    "FORWARDED, true, true, false",
    "X-Forwarded-For, true, false, true",
    "x-forwarded-PREFIX, true, false, true",
    "X-Forwarded, true, false, true",
    "X_Forwarded_For, true, true, true",
    "X-Forwarded_For, true, true, true",
    "X.Forwarded.Host, true, true, true",
    "X-Real-IP, true, false, false",
    "x_real_ip, true, true, true",
    "X-Forwardedness, false, false, false",
    "X-Forwarder, false, false, false",
    "Forwards, false, false, false",
    "X, false, false, false",
  })
  void onlyItsOwnProxiesMayWriteAName(
      String name, boolean fromAnybody, boolean fromXProxy, boolean fromStandardProxy) {
    assertThat(ForwardedNames.isForged(name, false, ForwardedHeader.X_FORWARDED))
        .isEqualTo(ForwardedNames.isForged(name, false, ForwardedHeader.FORWARDED))
        .isEqualTo(fromAnybody);
    assertThat(ForwardedNames.isForged(name, true, ForwardedHeader.X_FORWARDED))
        .isEqualTo(fromXProxy);
    assertThat(ForwardedNames.isForged(name, true, ForwardedHeader.FORWARDED))
        .isEqualTo(fromStandardProxy);
  }
}
