package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedNetworksTest {

  @ParameterizedTest(name = "{0} holds {1}: {2}")
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.0/31, 10.0.0.1, true",
    "10.0.0.0/31, 10.0.0.2, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 203.0.113.9, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "::ffff:10.0.0.0/104, 11.1.2.3, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
  })
  void holdsExactlyTheAddressesOfItsBlocks(String block, String address, boolean held)
      throws UnknownHostException {
    assertThat(TrustedNetworks.of(List.of(block)).contains(InetAddress.getByName(address)))
        .isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "10.0.0/8",
        "010.0.0.0/8",
        "example.com",
        "fe80::1%eth0",
        "[::1]",
        "2001:db8::/129",
        "::ffff:10.0.0.0/95",
        "10.0.0.0/+8",
        "10.*"
      })
  void namesTheBlockThatIsMalformed(String block) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedNetworks.of(List.of(block)))
        .withMessageStartingWith("trusted network: " + block + " (expected: ");
  }

  @Test
  void trustsNobodyWhenEmpty() {
    assertThat(TrustedNetworks.none().contains(InetAddress.getLoopbackAddress())).isFalse();
  }
}
