package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.deviceContext;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts ask for beside claims and scopes. */
class EffectsTest {

  private static final String RULE =
      "async function (user, context, callback) { %s; callback(null, user, context); }";
  private static final String ACTION = "exports.onExecutePostLogin = async (event, api) => { %s };";

  @TempDir private Path directory;

  @Test
  void metadataIsRecordedByBothForms() {
    Allowed allowed =
        allowed(
            RULE.formatted(
                """
                await auth0.users.updateAppMetadata(user.user_id, { plan: 'gold', gone: null, no: undefined });
                await new Promise((done) =>
                    auth0.users.updateUserMetadata(user.user_id, { colour: 'green' }, done));
                """),
            ACTION.formatted(
                """
                api.user.setAppMetadata('plan', 'silver');
                api.user.setUserMetadata('colour', null);
                api.user.setUserMetadata('size', { of: ['shoes'] });
                """));

    Map<String, Object> app = new HashMap<>();
    app.put("plan", "silver");
    app.put("gone", null);
    Map<String, Object> user = new HashMap<>();
    user.put("colour", null);
    user.put("size", Map.of("of", List.of("shoes")));
    assertThat(allowed.effects().appMetadata()).isEqualTo(app);
    assertThat(allowed.effects().userMetadata()).isEqualTo(user);
    assertThat(allowed.effects()).hasToString("LoginEffects[…]");
  }

  @Test
  void whatARuleChangesInPlaceIsNotKept() {
    Allowed allowed = allowed(RULE.formatted("user.app_metadata = { plan: 'gold' }"));

    assertThat(allowed.effects()).isEqualTo(LoginEffects.NONE);
    assertThat(allowed.user()).containsEntry("app_metadata", Map.of("plan", "gold"));
  }

  @Test
  void timesAreRecorded() {
    Allowed allowed =
        allowed(
            ACTION.formatted(
                """
                api.session.setExpiresAt(1000).session.setIdleExpiresAt(new Date(2000));
                api.refreshToken.setExpiresAt(3000.7);
                api.refreshToken.setIdleExpiresAt(4000);
                """));

    assertThat(allowed.effects().sessionExpiresAt()).contains(Instant.ofEpochMilli(1000));
    assertThat(allowed.effects().sessionIdleExpiresAt()).contains(Instant.ofEpochMilli(2000));
    assertThat(allowed.effects().refreshTokenExpiresAt()).contains(Instant.ofEpochMilli(3000));
    assertThat(allowed.effects().refreshTokenIdleExpiresAt()).contains(Instant.ofEpochMilli(4000));
  }

  @Test
  void refreshTokenMetadataIsTheWholeAndMayShrink() {
    Map<String, Object> context = new HashMap<>(deviceContext());
    context.put("protocol", "oauth2-refresh-token");
    context.put(
        "refreshToken", Map.of("id", "1", "metadata", Map.of("flow", "device", "old", "x")));
    LoginRequest refresh = new LoginRequest(deviceLogin().user(), context);

    Allowed allowed =
        (Allowed)
            TestLogins.run(
                directory,
                refresh,
                RULE.formatted("context.idToken.began = context.refreshToken.metadata.flow"),
                ACTION.formatted(
                    """
                    api.idToken.setCustomClaim('seen', event.refresh_token);
                    api.refreshToken.deleteMetadata('old');
                    api.refreshToken.setMetadata('new', 'y');
                    """));

    assertThat(allowed.idTokenClaims())
        .containsEntry("began", "device")
        .containsEntry("seen", Map.of("id", "1", "metadata", Map.of("flow", "device", "old", "x")));
    assertThat(allowed.refreshTokenMetadata()).isEqualTo(Map.of("flow", "device", "new", "y"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.redirect.sendUserTo('https://forms.test/a', { query: { token: 'secret' } })",
        "api.redirect.sendUserTo('https://forms.test/a?' + api.redirect.encodeToken({ secret: 's', payload: {} }))"
      })
  void aRedirectEndsTheLoginWithoutItsQuery(String call) {
    assertThat(run(ACTION.formatted(call)))
        .isEqualTo(
            new Denied(
                "01.js",
                Reason.REDIRECT,
                "01.js: sends the user to https://forms.test/a, and a device cannot go there"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.multifactor.enable('any', { allowRememberBrowser: true })",
        "api.authentication.challengeWith({ type: 'otp' })",
        "api.authentication.challengeWithAny([{ type: 'otp' }])",
        "api.authentication.enrollWith({ type: 'otp' })",
        "api.authentication.enrollWithAny([{ type: 'otp' }])"
      })
  void aSecondFactorEndsTheLogin(String call) {
    assertThat(((Denied) run(ACTION.formatted(call))).reason()).isEqualTo(Reason.MULTIFACTOR);
  }

  @Test
  void aLoginThatHadItsSecondFactorGoesOn() {
    Map<String, Object> context = new HashMap<>(deviceContext());
    context.put("authentication", Map.of("methods", List.of(Map.of("name", "mfa"))));
    LoginRequest login = new LoginRequest(deviceLogin().user(), context);

    assertThat(
            TestLogins.run(
                directory,
                login,
                RULE.formatted("context.multifactor = { provider: 'any' }"),
                ACTION.formatted("api.multifactor.enable('any'); api.multifactor.enable('none')")))
        .isInstanceOf(Allowed.class);
  }

  @Test
  void aLaterScriptMayStillRefuse() {
    assertThat(
            run(
                RULE.formatted("context.redirect = { url: 'https://forms.test' }"),
                ACTION.formatted("api.access.deny('No.')")))
        .isEqualTo(new Denied("02.js", Reason.REFUSED, "No."));
  }

  @Test
  void revokingEndsTheLogin() {
    assertThat(run(ACTION.formatted("api.refreshToken.revoke('Log in again.')")))
        .isEqualTo(new Denied("01.js", Reason.REVOKED, "Log in again."));
    assertThat(run(ACTION.formatted("api.validation.error('code', 'Not valid.')")))
        .isEqualTo(new Denied("01.js", Reason.REFUSED, "Not valid."));
  }

  @Test
  void anActionSeesWhichRulesRanAndWhatEarlierOnesSaid() {
    Allowed allowed =
        allowed(
            RULE.formatted(""),
            ACTION.formatted("api.transaction.setMetadata('step', 1)"),
            ACTION.formatted(
                """
                api.idToken.setCustomClaim('seen', [api.rules.wasExecuted('01'),
                    api.rules.wasExecuted('02'), event.transaction.metadata.step,
                    api.redirect.canRedirect(), event.transaction.acr_values, event.configuration]);
                """));

    assertThat(allowed.idTokenClaims())
        .containsEntry("seen", List.of(true, false, 1, false, List.of(), Map.of()));
  }

  @Test
  void aRedirectTokenIsOneThatItsReaderCanCheck() {
    Allowed allowed =
        allowed(
            RULE.formatted("context.idToken.secret = 'secret'"),
            ACTION.formatted(
                """
                const token = api.redirect.encodeToken({
                  secret: 'secret', payload: { a: 'é' }, expiresInSeconds: 60 });
                const { iat, exp, ...claims } = require('jsonwebtoken').verify(token, 'secret');
                api.idToken.setCustomClaim('claims', [exp - iat, claims]);
                """));

    assertThat(allowed.idTokenClaims())
        .containsEntry(
            "claims", List.of(60, Map.of("sub", "auth0|1", "ip", "192.0.2.1", "a", "é")));
  }

  private Allowed allowed(String... scripts) {
    return (Allowed) run(scripts);
  }

  private LoginOutcome run(String... scripts) {
    return TestLogins.run(directory, deviceLogin(), scripts);
  }
}
