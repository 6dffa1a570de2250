package io.devicegate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.token.Tenant;
import io.devicegate.gateway.token.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProtocolGraderTest {

  private static final String CLAIM = "https://devicegate.io/protocol";

  @Test
  void stampedClaimIsEvidence() {
    for (String stamp :
        List.of("oauth2-device-code", "urn:ietf:params:oauth:grant-type:device_code")) {
      ProtocolGrade grade = grade("web", Map.of(CLAIM, stamp));

      assertThat(grade.protocol()).isEqualTo(Protocol.DEVICE);
      assertThat(grade.name()).isEqualTo("oauth2-device-code");
      assertThat(grade.evidence().text()).isEqualTo("stamped_claim:" + CLAIM);
    }
  }

  @Test
  void registeredDeviceClientIsEvidence() {
    ProtocolGrade grade = grade("tv", Map.of());

    assertThat(grade.protocol()).isEqualTo(Protocol.DEVICE);
    assertThat(grade.evidence().text()).isEqualTo("device_client:tv");
  }

  @Test
  void stampOfAnotherProtocolWeighsMoreThanTheClient() {
    ProtocolGrade grade = grade("tv", Map.of(CLAIM, "oidc-basic-profile"));

    assertThat(grade.protocol()).isEqualTo(Protocol.NOT_DEVICE);
    assertThat(grade.name()).isEqualTo("oidc-basic-profile");
  }

  @Test
  void theIssuersOwnWordWeighsMoreThanStampAndClient() {
    for (Object gty :
        List.of("client-credentials", "password", List.of("refresh_token", "password"))) {
      ProtocolGrade grade = grade("tv", Map.of("gty", gty, CLAIM, "oauth2-device-code"));

      assertThat(grade.protocol()).isEqualTo(Protocol.NOT_DEVICE);
      assertThat(grade.evidence().text()).isEqualTo("grant_claim:gty");
    }
  }

  @Test
  void subjectThatIsTheClientIsNoDevice() {
    ProtocolGrade grade =
        new ProtocolGrader(DeviceExchangeEvidence.NONE)
            .grade(token("machine@clients", "tv", Map.of(CLAIM, "oauth2-device-code")));

    assertThat(grade.protocol()).isEqualTo(Protocol.NOT_DEVICE);
    assertThat(grade.name()).isEqualTo("client-credentials");
  }

  @Test
  void refreshSaysNothing() {
    Map<String, Object> refreshed = Map.of("gty", "refresh_token", CLAIM, "oauth2-refresh-token");

    assertThat(grade("tv", refreshed).protocol()).isEqualTo(Protocol.DEVICE);
    assertThat(grade("web", refreshed).protocol()).isEqualTo(Protocol.UNKNOWN);
  }

  @Test
  void exchangeInTheIssuersLogIsEvidence() {
    DeviceExchangeEvidence log = (tenant, id) -> tenant.equals("test") && id.equals("token-1");
    ProtocolGrade grade =
        new ProtocolGrader(log).grade(token("auth0|alice", "web", Map.of("jti", "token-1")));
    assertThat(grade.protocol()).isEqualTo(Protocol.DEVICE);
    assertThat(grade.evidence().text()).isEqualTo("logged_exchange");

    assertThat(
            new ProtocolGrader(log)
                .grade(token("auth0|alice", "web", Map.of("jti", "token-2")))
                .protocol())
        .isEqualTo(Protocol.UNKNOWN);
  }

  @Test
  void claimWeighsMoreThanTheLogAndTheLogMoreThanTheClient() {
    DeviceExchangeEvidence log = (tenant, id) -> true;
    Map<String, Object> stamped = Map.of("jti", "token-1", CLAIM, "oidc-basic-profile");
    assertThat(new ProtocolGrader(log).grade(token("alice", "tv", stamped)).protocol())
        .isEqualTo(Protocol.NOT_DEVICE);
    assertThat(
            new ProtocolGrader(log)
                .grade(token("alice", "tv", Map.of("jti", "token-1")))
                .evidence()
                .text())
        .isEqualTo("logged_exchange");
  }

  @Test
  void subjectThatEqualsTheClientIsNoDevice() {
    ProtocolGrade grade =
        new ProtocolGrader(DeviceExchangeEvidence.NONE).grade(token("tv", "tv", Map.of()));
    assertThat(grade.protocol()).isEqualTo(Protocol.NOT_DEVICE);
    assertThat(grade.evidence().text()).isEqualTo("client_subject");
  }

  @Test
  void withoutEvidenceItIsUnknown() {
    for (@Nullable String client : new String[] {"web", null}) {
      ProtocolGrade grade = grade(client, Map.of(CLAIM, " ", "gty", 7));

      assertThat(grade.protocol()).isEqualTo(Protocol.UNKNOWN);
      assertThat(grade.name()).isEqualTo("unknown");
      assertThat(grade.evidence().text()).isEqualTo("none");
    }
  }

  private static ProtocolGrade grade(@Nullable String client, Map<String, Object> claims) {
    return new ProtocolGrader(DeviceExchangeEvidence.NONE)
        .grade(token("auth0|alice", client, claims));
  }

  private static VerifiedToken token(
      String subject, @Nullable String client, Map<String, Object> claims) {
    Tenant tenant = Tenant.of("test", "https://tenant.test/", Set.of("api"), Set.of("tv"));
    return new VerifiedToken(tenant, subject, client, List.of(), List.of(), claims, Instant.EPOCH);
  }
}
