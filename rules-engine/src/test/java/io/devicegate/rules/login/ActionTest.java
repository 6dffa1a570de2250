package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionTest {

  @TempDir private Path directory;

  @Test
  void eventIsDerivedFromUserAndContext() {
    Allowed allowed =
        allowed(
            """
            exports.onExecutePostLogin = async (event, api) => {
              api.idToken.setCustomClaim('seen', [
                event.client.client_id, event.client.name, event.connection.name,
                event.request.ip, event.request.user_agent, event.request.geoip.countryCode,
                event.request.geoip.cityName, event.stats.logins_count, event.tenant.id,
                event.session.id, event.authorization.roles, event.resource_server.identifier,
                event.transaction.protocol, event.transaction.requested_scopes,
                event.user.user_id, event.user.app_metadata, event.user.user_metadata,
                event.authentication.methods, typeof event.refresh_token]);
            };
            """);

    assertThat(allowed.idTokenClaims().get("seen"))
        .isEqualTo(
            List.of(
                "sandbox-tv",
                "TV",
                "Username-Password-Authentication",
                "192.0.2.1",
                "TV/1.0",
                "FR",
                "Lyon",
                3,
                "sandbox",
                "session-1",
                List.of("viewer"),
                "https://api.sandbox.test",
                "oauth2-device-code",
                List.of("openid", "offline_access"),
                "auth0|1",
                Map.of(),
                Map.of(),
                List.of(),
                "undefined"));
  }

  @Test
  void eventHasItsPartsEvenWhenTheContextIsBare() {
    LoginOutcome outcome =
        TestLogins.run(
            directory,
            new LoginRequest(Map.of(), Map.of()),
            """
            exports.onExecutePostLogin = async (event, api) => {
              event.client.metadata.a; event.connection.name; event.request.query.a;
              event.request.body.a; event.request.geoip.cityName; event.stats.logins_count;
              event.user.app_metadata.a; event.authentication.methods.length;
              event.authorization.roles.length; event.transaction.requested_scopes.length;
              event.secrets.a;
            };
            """);

    assertThat(outcome).isInstanceOf(Allowed.class);
  }

  @Test
  void changingTheEventChangesNothing() {
    Allowed allowed =
        allowed(
            """
            exports.onExecutePostLogin = async (event, api) => {
              event.user.name = 'changed'; event.transaction.protocol = 'changed';
            };
            """,
            """
            exports.onExecutePostLogin = async (event, api) => {
              api.idToken.setCustomClaim('seen', [event.user.name ?? 'none', event.transaction.protocol]);
            };
            """);

    assertThat(allowed.user()).doesNotContainKey("name");
    assertThat(allowed.idTokenClaims())
        .containsEntry("seen", List.of("none", "oauth2-device-code"));
  }

  @Test
  void apiSetsClaimsScopesAndMetadata() {
    Allowed allowed =
        allowed(
            """
            exports.onExecutePostLogin = async (event, api) => {
              api.accessToken.setCustomClaim('https://example.test/a', { b: [1] })
                  .accessToken.addScope('read:catalogue');
              api.accessToken.removeScope('offline_access');
              api.accessToken.setCustomClaim('scope', 'everything');
              api.refreshToken.setMetadata('flow', 'device');
              api.refreshToken.setMetadata('gone', 'x');
              api.refreshToken.setMetadata('gone', null);
              api.user.setAppMetadata('plan', 'gold');
              api.user.setUserMetadata('colour', 'green');
              api.user.setUserMetadata('colour', null);
            };
            """);

    assertThat(allowed.accessTokenClaims())
        .containsExactly(Map.entry("https://example.test/a", Map.of("b", List.of(1))));
    assertThat(allowed.scope()).contains(List.of("openid", "read:catalogue"));
    assertThat(allowed.refreshTokenMetadata()).containsExactly(Map.entry("flow", "device"));
    assertThat(allowed.user())
        .containsEntry("app_metadata", Map.of("plan", "gold"))
        .containsEntry("user_metadata", Map.of());
  }

  @Test
  void laterActionsSeeMetadataThatEarlierOnesSet() {
    Allowed allowed =
        allowed(
            """
            exports.onExecutePostLogin = async (event, api) => {
              api.user.setAppMetadata('plan', 'gold');
              api.refreshToken.setMetadata('flow', 'device');
            };
            """,
            """
            exports.onExecutePostLogin = async (event, api) => {
              api.idToken.setCustomClaim(
                  'seen', [event.user.app_metadata.plan, event.refresh_token.metadata.flow]);
            };
            """);

    assertThat(allowed.idTokenClaims()).containsEntry("seen", List.of("gold", "device"));
  }

  @Test
  void denyEndsTheRunAfterThisAction() {
    LoginOutcome outcome =
        TestLogins.run(
            directory,
            deviceLogin(),
            "exports.onExecutePostLogin = async (event, api) => { api.access.deny('Not today.'); };",
            "exports.onExecutePostLogin = async () => { throw new Error('not reached'); };");

    assertThat(outcome).isEqualTo(new Denied("01.js", Reason.REFUSED, "Not today."));
  }

  @Test
  void seesSecrets() {
    TestLogins.write(
        directory,
        """
        exports.onExecutePostLogin = async (event, api) => {
          api.idToken.setCustomClaim('length', event.secrets.key.length);
        };
        """);

    try (LoginRules rules =
        LoginRules.load(directory, PATIENT.withSecrets(Map.of("key", "hush")))) {
      assertThat(((Allowed) rules.run(deviceLogin())).idTokenClaims()).containsEntry("length", 4);
    }
  }

  @Test
  void aProbeForAnUnknownMemberIsNoError() {
    assertThat(
            allowed(
                """
                exports.onExecutePostLogin = async (event, api) => {
                  if ('magic' in api && typeof api.magic === 'function') throw 1;
                  await api;
                };
                """))
        .isNotNull();
  }

  private Allowed allowed(String... sources) {
    return (Allowed) TestLogins.run(directory, deviceLogin(), sources);
  }
}
