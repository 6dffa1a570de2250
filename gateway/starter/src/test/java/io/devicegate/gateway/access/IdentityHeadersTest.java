package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.protocol.Evidence;
import io.devicegate.gateway.protocol.Protocol;
import io.devicegate.gateway.protocol.ProtocolGrade;
import java.util.List;
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

    assertThat(IdentityHeaders.anyReserved(headers)).isTrue();
    IdentityHeaders.strip(headers, new PolicyHeaders(null));
    assertThat(headers.headerNames()).containsExactly("Accept");
    assertThat(IdentityHeaders.anyReserved(headers)).isFalse();
  }

  @Test
  void saysWhoAsks() {
    assertThat(IdentityHeaders.of(new Decision.Allow("id", principal("tv"))))
        .containsEntry("X-Device-Subject", "auth0|alice")
        .containsEntry("X-Device-Client", "tv")
        .containsEntry("X-Device-Scope", "read write")
        .containsEntry("X-Device-Protocol", "oauth2-device-code")
        .containsEntry("X-Device-Decision", "id");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    assertThat(IdentityHeaders.of(new Decision.Allow("id", principal(null))))
        .doesNotContainKey("X-Device-Client");
    assertThat(IdentityHeaders.of(new Decision.Allow("id", null)))
        .containsOnlyKeys("X-Device-Decision");
  }

  @Test
  void noTwoValuesBecomeTheSame() {
    List<String> values =
        List.of("a b", "a%20b", "a\tb", "a\r\nb", "é", "e", " a", "a", "a ", "\u0000", "%");

    assertThat(values.stream().map(IdentityHeaders::safe).toList())
        .doesNotHaveDuplicates()
        .allMatch(safe -> safe.chars().allMatch(c -> c > ' ' && c < 127));
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
