package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.devicegate.gateway.protocol.Evidence;
import io.devicegate.gateway.protocol.Protocol;
import io.devicegate.gateway.protocol.ProtocolGrade;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class IdentityHeadersTest {

  @Test
  void reservesItsNamesInEverySpelling() {
    for (String name :
        List.of("X-Device-Subject", "x_device_client", "X.DEVICE.SCOPE", "x-Device_protocol")) {
      assertThat(IdentityHeaders.isReserved(name)).as(name).isTrue();
    }
    for (String name : List.of("X-Device", "X-Device-Subjects", "Device-Subject", "X", "")) {
      assertThat(IdentityHeaders.isReserved(name)).as(name).isFalse();
    }
  }

  @Test
  void stripsAllOfThem() {
    HttpHeaders headers = new HttpHeaders();
    headers.add("X-Device-Subject", "a");
    headers.add("x-device-subject", "b");
    headers.add("X_Device_Subject", "c");
    headers.add("Accept", "*/*");

    assertThat(headers.headerNames().stream().anyMatch(IdentityHeaders::isReserved)).isTrue();
    IdentityHeaders.strip(headers, new PolicyHeaders(null));
    assertThat(headers.headerNames()).containsExactly("Accept");
    assertThat(headers.headerNames().stream().anyMatch(IdentityHeaders::isReserved)).isFalse();
  }

  @Test
  void saysWhoAsks() {
    assertThat(headers(new Decision.Allow("id", principal("tv"))))
        .containsExactly(
            entry("X-Device-Subject", "auth0|alice"),
            entry("X-Device-Client", "tv"),
            entry("X-Device-Scope", "read write"),
            entry("X-Device-Protocol", "oauth2-device-code"),
            entry("X-Device-Decision", "id"));
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    assertThat(headers(new Decision.Allow("id", principal(null))))
        .doesNotContainKey("X-Device-Client");
    assertThat(headers(new Decision.Allow("id", null))).containsOnlyKeys("X-Device-Decision");
  }

  @Test
  void noTwoValuesBecomeTheSame() {
    List<String> values =
        List.of("a b", "a%20b", "a\tb", "a\r\nb", "é", "e", " a", "a", "a ", "\u0000", "%");

    assertThat(values.stream().map(IdentityHeaders::safe).toList())
        .doesNotHaveDuplicates()
        .allMatch(safe -> safe.chars().allMatch(c -> c > ' ' && c < 127));
  }

  private static Map<String, String> headers(Decision.Allow decision) {
    HttpHeaders headers = new HttpHeaders();
    IdentityHeaders.set(decision, headers);
    return headers.toSingleValueMap();
  }

  private static DevicePrincipal principal(@Nullable String client) {
    return new DevicePrincipal(
        "test",
        "https://tenant.test/",
        "auth0|alice",
        client,
        List.of("read", "write"),
        new ProtocolGrade(
            Protocol.DEVICE,
            "oauth2-device-code",
            new Evidence(Evidence.Kind.DEVICE_CLIENT, "tv")));
  }
}
