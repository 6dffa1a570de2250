package io.devicegate.gateway.access;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What routes demand beyond a valid token, and how a refused device learns what to do. */
class RouteDemandsIT {

  private Harness harness;
  private TestTokens tokens;

  @BeforeEach
  void reset() {
    harness = Harness.shared();
    tokens = harness.issuer.tokens();
  }

  @Test
  void refusesTokenThatLacksOneOfAllScopes() {
    Answer answer = call("/scoped/x", claims -> {});
    Map<String, Object> problem =
        assertRefused(answer, Reason.SCOPE_INSUFFICIENT, "/scoped", harness.upstream);

    assertThat(answer.header("WWW-Authenticate"))
        .contains("error=\"insufficient_scope\"", "scope=\"admin read:catalogue\"");
    assertThat(problem)
        .containsEntry(
            "device_authorization",
            Map.of(
                "issuer",
                harness.issuer.issuer(),
                "audience",
                TestTokens.AUDIENCE,
                "scope",
                "admin read:catalogue write:purchases"));
  }

  @Test
  void letsTokenWithAllScopesThrough() {
    assertThat(call("/scoped/x", c -> c.claim("scope", "admin x read:catalogue")).status())
        .isEqualTo(200);
  }

  @Test
  void oneOfSeveralScopesIsEnoughWhereTheRouteSaysSo() {
    assertThat(call("/any/x", claims -> {}).status()).isEqualTo(200);
    harness.upstream.reset();

    refuses("/any/x", claims -> claims.claim("scope", "read:catalogue"), Reason.SCOPE_INSUFFICIENT);
    refuses("/any/x", claims -> claims.claim("scope", null), Reason.SCOPE_INSUFFICIENT);
    refuses("/any/x", claims -> claims.claim("scope", "Admin"), Reason.SCOPE_INSUFFICIENT);
  }

  @Test
  void oldLoginIsAskedToRunTheDeviceFlowAgain() {
    Answer answer = call("/fresh/x", loginBefore(1_000));
    Map<String, Object> problem =
        assertRefused(answer, Reason.AUTHENTICATION_TOO_OLD, harness.upstream);

    assertThat(answer.header("WWW-Authenticate"))
        .contains("error=\"insufficient_user_authentication\"", "max_age=\"900\"");
    assertThat(problem)
        .containsEntry(
            "device_authorization",
            Map.of(
                "issuer",
                harness.issuer.issuer(),
                "audience",
                TestTokens.AUDIENCE,
                "scope",
                "read:catalogue write:purchases",
                "max_age",
                900));
  }

  @Test
  void recentLoginPasses() {
    assertThat(call("/fresh/x", loginBefore(60)).status()).isEqualTo(200);
    assertThat(
            call(
                    "/fresh/x",
                    claims ->
                        claims.claim(
                            "https://devicegate.io/auth_time", Instant.now().getEpochSecond()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void loginOfUnknownAgeIsTooOld() {
    refuses("/fresh/x", claims -> {}, Reason.AUTHENTICATION_TOO_OLD);
    for (Object time : List.of("now", -1, 1e30, List.of())) {
      refuses("/fresh/x", claims -> claims.claim("auth_time", time), Reason.AUTHENTICATION_TOO_OLD);
    }
  }

  @Test
  void loginOfAnotherClassIsTooWeak() {
    refuses("/strong/x", claims -> {}, Reason.AUTHENTICATION_TOO_WEAK);
    refuses("/strong/x", c -> c.claim("acr", "urn:pwd"), Reason.AUTHENTICATION_TOO_WEAK);
    assertThat(call("/strong/x", c -> c.claim("acr", "urn:pwd")).header("WWW-Authenticate"))
        .contains("acr_values=\"urn:mfa urn:phr\"");

    assertThat(call("/strong/x", c -> c.claim("acr", "urn:phr")).status()).isEqualTo(200);
  }

  @Test
  void demandsDoNotReplaceTheDeviceFlow() {
    refuses(
        "/scoped/x",
        claims -> claims.claim("azp", "web-app").claim("scope", "admin read:catalogue"),
        Reason.PROTOCOL_UNKNOWN);
  }

  private Answer call(String path, Consumer<JWTClaimsSet.Builder> change) {
    return harness.gateway.call(path, tokens.with(change));
  }

  private void refuses(String path, Consumer<JWTClaimsSet.Builder> change, Reason reason) {
    String resource = path.startsWith("/scoped") ? "/scoped" : "";
    assertRefused(call(path, change), reason, resource, harness.upstream);
  }

  private static Consumer<JWTClaimsSet.Builder> loginBefore(long seconds) {
    return claims -> claims.claim("auth_time", Instant.now().getEpochSecond() - seconds);
  }
}
