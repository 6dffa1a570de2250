package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalOriginsTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final TrustedNetworks PROXIES = TrustedNetworks.of(List.of("127.0.0.0/8", "::1"));

  @Test
  void theOneOriginWinsOverWhateverTheRequestSays() {
    ExternalOrigins one = origins(TrustedNetworks.none(), "https://API.example.com:443/edge/");

    assertThat(one.url(LOOPBACK, "http", hosts("evil.example"), "/a"))
        .contains("https://api.example.com/edge/a");
  }

  @Test
  void theHostChoosesAmongSeveralOrigins() {
    ExternalOrigins two =
        origins(TrustedNetworks.none(), "https://a.example", "https://b.example:8443");

    assertThat(two.url(LOOPBACK, "https", hosts("B.example:8443"), "/x"))
        .contains("https://b.example:8443/x");
    assertThat(two.url(LOOPBACK, "https", hosts("c.example"), "/x")).isEmpty();
    assertThat(two.url(LOOPBACK, "http", hosts("a.example"), "/x")).isEmpty();
  }

  @Test
  void believesTheHostWhenNoOriginIsGiven() {
    assertThat(origins(TrustedNetworks.none()).url(LOOPBACK, "http", hosts("localhost:8080"), "/x"))
        .contains("http://localhost:8080/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/x?", "api#", "u@api", "api:99999", ""})
  void aMalformedHostHasNoOrigin(String host) {
    assertThat(origins(TrustedNetworks.none()).url(LOOPBACK, "https", hosts(host), "/x")).isEmpty();
  }

  @Test
  void twoHostsOrNoneHaveNoOrigin() {
    ExternalOrigins any = origins(TrustedNetworks.none());

    assertThat(any.url(LOOPBACK, "https", hosts("a", "a"), "/x")).isEmpty();
    assertThat(any.url(LOOPBACK, "https", hosts(), "/x")).isEmpty();
  }

  @Test
  void forwardedHeadersCountFromTrustedPeersOnly() {
    Map<String, List<String>> sent =
        Map.of(
            "Host", List.of("inner:8080"),
            "X-Forwarded-Host", List.of("spoofed.example, api.example"),
            "X-Forwarded-Proto", List.of("https"));
    HeaderLines lines = name -> sent.getOrDefault(name, List.of());

    assertThat(origins(PROXIES).url(LOOPBACK, "http", lines, "/x"))
        .contains("https://api.example/x");
    assertThat(origins(TrustedNetworks.none()).url(LOOPBACK, "http", lines, "/x"))
        .contains("http://inner:8080/x");
  }

  @Test
  void readsTheStandardForwardedHeader() {
    HeaderLines lines =
        name ->
            name.equals("Forwarded")
                ? List.of("for=1.1.1.1;host=\"api.example\";proto=https")
                : List.of();
    ExternalOrigins origins = new ExternalOrigins(List.of(), PROXIES, ForwardedHeader.FORWARDED);

    assertThat(origins.url(LOOPBACK, "http", lines, "/x")).contains("https://api.example/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example",
        "ftp://api.example",
        "https:///x",
        "https://a?b",
        "https://a#b",
        "mailto:a@b"
      })
  void namesTheOriginThatIsMalformed(String origin) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> origins(TrustedNetworks.none(), origin))
        .withMessageStartingWith("external origin: " + origin);
  }

  private static ExternalOrigins origins(TrustedNetworks trusted, String... origins) {
    List<URI> uris = List.of(origins).stream().map(URI::create).toList();
    return new ExternalOrigins(uris, trusted, ForwardedHeader.X_FORWARDED);
  }

  private static HeaderLines hosts(String... hosts) {
    return name -> name.equals("Host") ? List.of(hosts) : List.of();
  }
}
