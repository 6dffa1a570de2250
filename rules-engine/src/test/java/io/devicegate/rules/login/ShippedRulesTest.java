package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The rules in {@code rules/login}, as a tenant runs them. */
@TestInstance(Lifecycle.PER_CLASS)
class ShippedRulesTest {

  private static final Path SHIPPED = Path.of("rules/login");
  private static final String PROTOCOL = "https://devicegate.io/protocol";
  private static final String AUTH_TIME = "https://devicegate.io/auth_time";
  private static final String ACR = "https://devicegate.io/acr";
  private static final String SEVERAL_FACTORS =
      "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
  private static final String EMAIL_VERIFIED = "https://devicegate.io/email_verified";

  private LoginRules rules = LoginRules.load(Path.of("nowhere"), PATIENT);

  @BeforeAll
  void load() {
    rules = LoginRules.load(SHIPPED, PATIENT);
  }

  @AfterAll
  void close() {
    rules.close();
  }

  @Test
  void runInTheOrderOfTheirNames() {
    assertThat(rules.names())
        .containsExactly("10-require-verified-email.js", "20-mark-device-token.js");
  }

  @Test
  void markATokenOfTheDeviceFlow() {
    Allowed allowed = (Allowed) rules.run(deviceLogin());

    assertThat(allowed.accessTokenClaims())
        .containsOnly(Map.entry(PROTOCOL, "oauth2-device-code"), Map.entry(EMAIL_VERIFIED, true));
    assertThat(allowed.refreshTokenMetadata())
        .containsExactly(Map.entry("devicegate_protocol", "oauth2-device-code"));
    assertThat(allowed.idTokenClaims()).isEmpty();
    assertThat(allowed.scope()).isEmpty();
    assertThat(allowed.user()).isEqualTo(deviceLogin().user());
  }

  @Test
  void refuseAnUnverifiedEmailInTheDeviceFlow() {
    assertThat(rules.run(deviceLogin(Map.of("user_id", "auth0|2", "email_verified", false))))
        .isEqualTo(
            new Denied(
                "10-require-verified-email.js", Reason.REFUSED, "Verify your e-mail first."));
  }

  @Test
  void keepTheMarkWhenTheTokenIsRefreshed() {
    Map<String, Object> refreshToken =
        Map.of("metadata", Map.of("devicegate_protocol", "oauth2-device-code"));

    assertThat(refresh(Map.of("refreshToken", refreshToken)))
        .containsEntry(PROTOCOL, "oauth2-device-code");
  }

  @Test
  void doNotMarkARefreshThatBeganElsewhere() {
    assertThat(refresh(Map.of("refreshToken", Map.of("metadata", Map.of()))))
        .doesNotContainKey(PROTOCOL);
    assertThat(refresh(Map.of())).doesNotContainKey(PROTOCOL);
  }

  @Test
  void sayWhenAndHowStronglyTheUserLoggedIn() {
    Allowed allowed =
        (Allowed)
            rules.run(
                deviceLoginBy(
                    List.of(
                        Map.of("name", "pwd", "timestamp", "2026-01-01T12:00:00.500Z"),
                        Map.of("name", "mfa", "timestamp", "2026-01-01T12:05:00.000Z"))));

    assertThat(allowed.accessTokenClaims().get(AUTH_TIME)).asString().isEqualTo("1767268800");
    assertThat(allowed.accessTokenClaims()).containsEntry(ACR, SEVERAL_FACTORS);
    assertThat(allowed.refreshTokenMetadata())
        .containsEntry("devicegate_auth_time", "1767268800")
        .containsEntry("devicegate_acr", SEVERAL_FACTORS);
  }

  @Test
  void claimNoTimeAndNoStrengthThatTheTenantDoesNotKnow() {
    for (LoginRequest login :
        List.of(
            deviceLogin(),
            deviceLoginBy(List.of()),
            deviceLoginBy(List.of(Map.of("name", "pwd", "timestamp", "yesterday"))),
            deviceLoginBy(List.of(Map.of("name", "pwd"))))) {
      assertThat(((Allowed) rules.run(login)).accessTokenClaims())
          .containsKey(PROTOCOL)
          .doesNotContainKeys(AUTH_TIME, ACR);
    }
  }

  @Test
  void aRefreshIsNoLogin() {
    Map<String, Object> left =
        Map.of(
            "devicegate_protocol",
            "oauth2-device-code",
            "devicegate_auth_time",
            "1767268800",
            "devicegate_acr",
            SEVERAL_FACTORS);
    Map<String, Object> now =
        Map.of("methods", List.of(Map.of("name", "pwd", "timestamp", "2026-06-01T12:00:00Z")));
    Map<String, Object> claims =
        refresh(Map.of("refreshToken", Map.of("metadata", left), "authentication", now));

    assertThat(claims.get(AUTH_TIME)).asString().isEqualTo("1767268800");
    assertThat(claims).containsEntry(ACR, SEVERAL_FACTORS);
  }

  private static LoginRequest deviceLoginBy(List<Map<String, Object>> methods) {
    Map<String, Object> context = new HashMap<>(TestLogins.deviceContext());
    context.put("authentication", Map.of("methods", methods));
    return new LoginRequest(Map.of("user_id", "auth0|1", "email_verified", true), context);
  }

  private Map<String, Object> refresh(Map<String, Object> more) {
    Map<String, Object> context = new HashMap<>(more);
    context.put("protocol", "oauth2-refresh-token");
    LoginRequest login = new LoginRequest(Map.of("user_id", "auth0|1"), context);
    return ((Allowed) rules.run(login)).accessTokenClaims();
  }
}
