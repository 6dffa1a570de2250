package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "192.0.2.x, 192.0.2.x",
    "192.0.02.1, 192.0.02.1",
    "localhost, localhost"
  })
  void bringsEverySpellingToOne(String text, String canonical) {
    assertThat(IpAddresses.canonical(text)).isEqualTo(canonical);
  }

  @Test
  void cutsTheZone() {
    assertThat(IpAddresses.withoutZone("fe80:0:0:0:0:0:0:1%eth0")).isEqualTo("fe80:0:0:0:0:0:0:1");
    assertThat(IpAddresses.withoutZone("192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(IpAddresses.withoutZone(null)).isNull();
  }
}
