package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedClientTest {

  private static final TrustedNetworks PROXIES =
      TrustedNetworks.of(List.of("10.0.0.0/8", "fd00::/8"));

  @ParameterizedTest(name = "{0} saying {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9 | 198.51.100.1             | 203.0.113.9",
        "10.0.0.1    | 198.51.100.1             | 198.51.100.1",
        "10.0.0.1    | 1.1.1.1, 198.51.100.1    | 198.51.100.1",
        "10.0.0.1    | 198.51.100.1, 10.0.0.2   | 198.51.100.1",
        "10.0.0.1    | 10.9.9.9, 198.51.100.1, 10.0.0.2 | 198.51.100.1",
        "10.0.0.1    | 10.0.0.3, 10.0.0.2       | 10.0.0.3",
        "10.0.0.1    | 198.51.100.1:4711        | 198.51.100.1",
        "10.0.0.1    | 2001:db8::7              | 2001:db8::7",
        "10.0.0.1    | [2001:db8::7]:4711       | 2001:db8::7",
        "10.0.0.1    | ::ffff:198.51.100.1      | 198.51.100.1",
        "fd00::1     | 198.51.100.1             | 198.51.100.1",
        "10.0.0.1    | 198.51.100.1, unknown    | 10.0.0.1",
        "10.0.0.1    | 198.51.100.1, localhost  | 10.0.0.1",
        "10.0.0.1    | 198.51.100.1, 010.0.0.2  | 10.0.0.1",
        "10.0.0.1    | ''                       | 10.0.0.1",
        "10.0.0.1    | 1.1.1.1, 10.0.0.2, bad   | 10.0.0.1",
      })
  void walksTheForwardedForFromTheRightThroughTrustedHopsOnly(
      String peer, String header, String client) {
    assertThat(resolve(ForwardedHeader.X_FORWARDED, peer, "X-Forwarded-For", header))
        .isEqualTo(address(client));
  }

  @ParameterizedTest(name = "{0} saying {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "10.0.0.1 | for=192.0.2.43, for=198.51.100.17           | 198.51.100.17",
        "10.0.0.1 | For=\"[2001:db8:cafe::17]:4711\"            | 2001:db8:cafe::17",
        "10.0.0.1 | for=192.0.2.60;proto=http;by=203.0.113.43   | 192.0.2.60",
        "10.0.0.1 | for=_hidden, for=_SEVKISEK                  | 10.0.0.1",
        "10.0.0.1 | for=192.0.2.43;for=192.0.2.44               | 10.0.0.1",
        "10.0.0.1 | for=\"1.2.3.4, for=198.51.100.17            | 198.51.100.17",
        "10.0.0.1 | for=1.1.1.1, for=192.0.2.1;host=\"a,b;for=6.6.6.6\" | 192.0.2.1",
        "10.0.0.1 | proto=https                                 | 10.0.0.1",
        "192.0.2.9 | for=198.51.100.17                          | 192.0.2.9",
      })
  void readsTheStandardHeader(String peer, String header, String client) {
    assertThat(resolve(ForwardedHeader.FORWARDED, peer, "Forwarded", header))
        .isEqualTo(address(client));
  }

  @Test
  void doesNotReadTheHeaderThatTheProxiesDoNotWrite() {
    assertThat(resolve(ForwardedHeader.X_FORWARDED, "10.0.0.1", "Forwarded", "for=198.51.100.1"))
        .isEqualTo(address("10.0.0.1"));
  }

  @Test
  void readsTheLastLineFirst() {
    HeaderLines lines = name -> List.of("1.1.1.1", "198.51.100.1, 10.0.0.2");

    assertThat(client(ForwardedHeader.X_FORWARDED).resolve(address("10.0.0.1"), lines))
        .isEqualTo(address("198.51.100.1"));
  }

  @Test
  void believesNobodyBehindTooManyHopsOrTooMuchText() {
    String hops = String.join(",", Collections.nCopies(ForwardedClient.MAX_HOPS, "10.0.0.2"));
    String text = "198.51.100.1" + " ".repeat(ForwardedClient.MAX_LENGTH);

    assertThat(
            resolve(ForwardedHeader.X_FORWARDED, "10.0.0.1", "X-Forwarded-For", "1.1.1.1," + hops))
        .isEqualTo(address("10.0.0.1"));
    assertThat(resolve(ForwardedHeader.X_FORWARDED, "10.0.0.1", "X-Forwarded-For", text))
        .isEqualTo(address("10.0.0.1"));
  }

  private static InetAddress resolve(
      ForwardedHeader header, String peer, String name, String value) {
    HeaderLines lines = asked -> asked.equals(name) ? List.of(value) : List.of();
    return client(header).resolve(address(peer), lines);
  }

  private static ForwardedClient client(ForwardedHeader header) {
    return new ForwardedClient(PROXIES, header);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
