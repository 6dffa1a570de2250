package io.devicegate.rules.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.rules.login.LoginRulesOptions;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginRuleTestsTest {

  private static final LoginRulesOptions PATIENT =
      LoginRulesOptions.defaults().withWorkers(1).withTimeout(Duration.ofSeconds(10));
  private static final RuleSource RULE =
      new RuleSource(
          "r.js",
          """
          function (user, context, callback) {
            console.log('level', configuration.LEVEL, new Date().getUTCFullYear());
            if (user.level > configuration.LEVEL) {
              return callback(new UnauthorizedError('Too high.'));
            }
            if (user.level) context.idToken['https://x.test/level'] = user.level;
            callback(null, user, context);
          }
          """);

  @Test
  void shippedRulesPassTheirTestsAndAreCovered() {
    TestReport report = LoginRuleTests.run(Path.of("rules/login"), PATIENT);

    assertThat(report.results()).filteredOn(result -> !result.passed()).isEmpty();
    assertThat(report.uncovered()).isEmpty();
    assertThat(report.results()).hasSizeGreaterThan(10);
    assertThat(report.coverage()).hasSize(2);
  }

  @Test
  void comparesOutcomeClaimsAndConsole() {
    TestReport report =
        run(
            """
            now: 2031-01-01T00:00:00Z
            configuration: {LEVEL: 5}
            tests:
              - {name: a, with: {user: {level: 3}}, expect: {outcome: allow, id_token: {"https://x.test/level": 3}, console: [level 5 2031]}}
              - {name: b, with: {user: {level: 6}}, expect: {outcome: deny, reason: refused, message: Too high.}}
              - {name: c, with: {user: {level: 6}}, expect: {outcome: allow, console: []}}
              - {name: d, matrix: {user.level: [1, 2]}, expect: {outcome: allow, id_token: {"https://x.test/level": 1}}}
            """);

    assertThat(report.results())
        .extracting(TestResult::name)
        .containsExactly("a", "b", "c", "d {user.level=1}", "d {user.level=2}");
    assertThat(report.results())
        .flatExtracting(TestResult::failures)
        .containsExactlyInAnyOrder(
            "outcome: deny (expected: allow)",
            "console: [level 5 2031] (expected: [])",
            "id_token: {https://x.test/level=2} (expected: {https://x.test/level=1})");
    assertThat(report.results()).extracting(TestResult::line).containsExactly(4, 5, 6, 7, 7);
    // It never left a login alone.
    assertThat(report.uncovered()).containsExactly(new Coverage("r.js", "r.js", true, false));
  }

  /** What an Action sees is what the test gave, with what Auth0 always has. */
  @Test
  void takesAnEventAsAuth0DocumentsIt() {
    RuleSource action =
        new RuleSource(
            "a.js",
            """
            exports.onExecutePostLogin = async (event, api) => {
              const { secrets, configuration, ...rest } = event;
              api.accessToken.setCustomClaim('https://x.test/event', rest);
            };
            """);
    RuleSource tests =
        new RuleSource(
            "a_test.yaml",
            """
            fixtures:
              event:
                event: &event
                  client: {client_id: tv, name: TV, metadata: {tier: a}}
                  connection: {id: con_1, name: users, strategy: auth0, metadata: {}}
                  request:
                    ip: 203.0.113.7
                    method: POST
                    hostname: tenant.test
                    user_agent: TV/1
                    language: de
                    query: {scope: openid}
                    body: {client_id: tv}
                    geoip: {cityName: Berlin, continentCode: EU, countryCode: DE, countryCode3: DEU,
                            countryName: Germany, latitude: 52.5, longitude: 13.4,
                            subdivisionCode: BE, subdivisionName: Berlin, timeZone: Europe/Berlin}
                  stats: {logins_count: 3}
                  tenant: {id: t}
                  user: {user_id: auth0|1, app_metadata: {}, user_metadata: {}}
                  authentication: {methods: [{name: mfa}], riskAssessment: {confidence: low}}
                  authorization: {roles: [admin]}
                  organization: {id: org_1, name: o}
                  resource_server: {identifier: "https://api.test"}
                  session: {id: s1, created_at: "2026-11-24T12:00:00Z"}
                  refresh_token: {id: r1, metadata: {a: b}}
                  transaction: {acr_values: [x], ui_locales: [de], locale: de, state: s,
                                protocol: oauth2-device-code, requested_scopes: [openid], metadata: {}}
            tests:
              - name: a
                use: [event]
                expect: {outcome: allow, access_token: {"https://x.test/event": *event}}
            """);

    assertThat(LoginRuleTests.run(action, tests, PATIENT).results())
        .flatExtracting(TestResult::failures)
        .isEmpty();
  }

  @Test
  void saysWhatIsWrongWithATestFile() {
    assertThatThrownBy(
            () ->
                run(
                    """
                    now: yesterday
                    tests:
                      - {name: a, with: {event: {}, user: {}}, expect: {outcome: allow}}
                      - {name: b, expect: {effect: allow}}
                      - {name: c, use: [x], expect: {outcome: allow, claims: {}}}
                      - {name: d, with: {context: 1}, expect: {outcome: allow}}
                      - {name: e, with: {usr: {}}, expect: {outcome: allow}}
                      - {name: f, with: {event: 1}, expect: {outcome: allow}}
                      - {name: g, with: {event: {client: {id: a}, transactions: {}, stats: 1}}, expect: {outcome: allow}}
                      - {name: h, with: {event: {secrets: {}, prompt: {}, user: 1}}, expect: {outcome: allow}}
                    """))
        .hasMessage(
            """
            r_test.yaml:1:6: now (expected: a time such as 2026-11-24T12:00:00Z)
            r_test.yaml:3:5: login with event: beside user: or context: (expected: event: alone, or those two)
            r_test.yaml:4:5: no expect (expected: expect: with outcome:)
            r_test.yaml:5:21: fixture 'x' (expected: one of fixtures:)
            r_test.yaml:5:50: unknown key 'claims' (expected: one of [access_token, console, \
            id_token, message, outcome, reason, refresh_token, scope, user])
            r_test.yaml:6:5: login (expected: user: and context: with keys below)
            r_test.yaml:7:5: login with usr: (expected: one of [context, event, user])
            r_test.yaml:8:5: event: 1 (expected: keys below)
            r_test.yaml:9:5: event.stats: 1 (expected: keys below)
            r_test.yaml:9:5: unknown member event.client.id (expected: one of [client_id, metadata, name])
            r_test.yaml:9:5: unknown member event.transactions (expected: one of [authentication, \
            authorization, client, connection, organization, refresh_token, request, \
            resource_server, session, stats, tenant, transaction, user])
            r_test.yaml:10:5: event.prompt is always undefined here; leave it out
            r_test.yaml:10:5: event.secrets (expected: secrets: at the top of the file)
            r_test.yaml:10:5: event.user: 1 (expected: keys below)""");
  }

  @Test
  void aScriptOfAFolderNeedsItsTests(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("r.js"), RULE.text());

    assertThatThrownBy(() -> LoginRuleTests.run(folder, PATIENT))
        .hasMessage("r_test.yaml: there is no such file");
  }

  private static TestReport run(String tests) {
    return LoginRuleTests.run(RULE, new RuleSource("r_test.yaml", tests), PATIENT);
  }
}
