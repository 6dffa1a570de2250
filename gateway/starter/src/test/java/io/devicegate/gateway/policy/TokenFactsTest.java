package io.devicegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devicegate.gateway.protocol.LoggedExchanges;
import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.protocol.ProtocolGrader;
import io.devicegate.gateway.token.Tenant;
import io.devicegate.gateway.token.VerifiedToken;
import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRequest.Endpoint;
import io.devicegate.rules.access.AccessRequest.Http;
import io.devicegate.rules.access.AccessRequest.User;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFactsTest {

  private static final Instant ISSUED = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant EXPIRES = ISSUED.plusSeconds(3_600);

  private final Map<String, Object> claims =
      new HashMap<>(
          Map.of(
              "iss",
              "https://tenant.test/",
              "aud",
              List.of("https://api.test"),
              "iat",
              ISSUED,
              "exp",
              EXPIRES));

  @Test
  void takesWhatTheTokenSays() {
    claims.put("jti", "id-1");
    claims.put("amr", List.of("pwd", "otp"));
    claims.put("https://devicegate.io/acr", "urn:mfa");
    claims.put("https://devicegate.io/auth_time", 1_700_000_000L);
    claims.put("cnf", Map.of("jkt", "thumbprint"));
    TokenFacts facts = facts("auth0|alice", "tv-app");

    assertThat(facts.token().id()).isEqualTo("id-1");
    assertThat(facts.token().issuedAt()).isEqualTo(ISSUED);
    assertThat(facts.token().expiresAt()).isEqualTo(EXPIRES);
    assertThat(facts.token().audiences()).containsExactly("https://api.test");
    assertThat(facts.token().scopes()).containsExactly("read");
    assertThat(facts.token().amr()).containsExactly("pwd", "otp");
    assertThat(facts.token().acr()).isEqualTo("urn:mfa");
    assertThat(facts.token().authTime()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(facts.token().cnf()).isEqualTo("thumbprint");
    assertThat(facts.client().device()).isTrue();
    assertThat(facts.user().id()).isEqualTo("auth0|alice");
  }

  @Test
  void whatTheTokenDoesNotSayIsAbsent() {
    TokenFacts facts = facts("auth0|alice", "other-app");

    assertThat(facts.token().id()).isNull();
    assertThat(facts.token().acr()).isNull();
    assertThat(facts.token().authTime()).isNull();
    assertThat(facts.token().cnf()).isNull();
    assertThat(facts.user().email()).isNull();
    assertThat(facts.user().emailVerified()).isFalse();
    assertThat(facts.client().device()).isFalse();
    assertThat(facts.grant().protocol()).isEqualTo("unknown");
    assertThat(facts.grant().evidence()).isEqualTo("none");
    assertThat(facts.grant().issuedAt()).isNull();
  }

  @Test
  void nobodyIsTheUserOfAnApplicationsOwnToken() {
    assertThat(facts("machine@clients", "machine").user()).isEqualTo(User.NONE);
  }

  @Test
  void certificateIsTheConfirmationWithoutKey() {
    claims.put("cnf", Map.of("x5t#S256", "certificate"));

    assertThat(facts("auth0|alice", "tv-app").token().cnf()).isEqualTo("certificate");
  }

  @Test
  void claimsArePlainData() {
    claims.put("number", new BigDecimal("1.5"));
    claims.put("huge", BigInteger.TWO.pow(70));
    claims.put("nothing", null);
    claims.put("nested", Map.of("list", Arrays.asList(1L, null, true)));

    assertThat(facts("auth0|alice", "tv-app").token().claims())
        .containsEntry("iat", ISSUED.getEpochSecond())
        .containsEntry("number", 1.5)
        .containsEntry("huge", Math.pow(2, 70))
        .containsEntry("nested", Map.of("list", List.of(1L, true)))
        .doesNotContainKey("nothing");
  }

  @Test
  void refusesTokenThatIsTooLargeOrWithoutTimeOfIssue() {
    claims.put("groups", Collections.nCopies(257, "g"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> facts("auth0|alice", "tv-app"))
        .withMessage("user.groups: 257 elements (expected: at most 256)");
    claims.remove("groups");
    claims.remove("iat");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> facts("auth0|alice", "tv-app"))
        .withMessageStartingWith("token.issued_at");
  }

  @Test
  void requestAddsWhereItComesFrom() {
    AccessRequest request =
        facts("auth0|alice", "tv-app")
            .with(new Http("GET", "/x", "r", "192.0.2.1", null, "curl/8"), List.of(), ISSUED);

    assertThat(request.now()).isEqualTo(ISSUED);
    assertThat(request.device())
        .isEqualTo(new Endpoint("192.0.2.1", null, null, null, "curl", null));
    assertThat(
            facts("auth0|alice", "tv-app")
                .with(new Http("GET", "/x", "r", null, null, null), List.of(), ISSUED)
                .device())
        .isEqualTo(Endpoint.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          python-requests/2.32.3                                        | python
          Go-http-client/2.0                                            | go
          curl/8.5.0                                                    | curl
          Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0      | firefox
          Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/140.0 Safari/537  | chrome
          Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/140 Safari Edg/14 | edge
          Mozilla/5.0 (Macintosh) AppleWebKit/605 Safari/605            | safari
          Mozilla/5.0 (compatible)                                      | none
          7zip                                                          | none
          """)
  void tellsUserAgentsApart(String userAgent, String family) {
    assertThat(UserAgents.family(userAgent)).isEqualTo(family);
  }

  private TokenFacts facts(String subject, String client) {
    Tenant tenant =
        Tenant.of("test", "https://tenant.test/", Set.of("https://api.test"), Set.of("tv-app"));
    VerifiedToken token =
        new VerifiedToken(
            tenant, subject, client, List.of("read", "write"), List.of(), claims, EXPIRES);
    ProtocolGrade grade =
        new ProtocolGrader(new LoggedExchanges(1, Clock.systemUTC())).grade(token);
    return TokenFacts.of(token, List.of("read"), grade);
  }
}
