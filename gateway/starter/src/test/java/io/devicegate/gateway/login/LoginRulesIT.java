package io.devicegate.gateway.login;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The login rules at a running gateway: real scripts, real sandbox. */
class LoginRulesIT {

  /** The very rule of the project's story. */
  private static final String VERIFIED_EMAIL =
      """
      function (user, context, callback) {
        if (context.protocol === 'oauth2-device-code') {
          context.accessToken['https://devicegate.io/protocol'] = context.protocol;
          if (!user.email_verified) return callback(new UnauthorizedError('Verify your e-mail first.'));
        }
        callback(null, user, context);
      }
      """;

  /** Breaks, or takes a scope away, when the user's nickname says so. */
  private static final String ON_DEMAND =
      """
      function (user, context, callback) {
        if (user.nickname === 'thrower') throw new Error('secret of the rule');
        if (user.nickname === 'looper') while (true) {}
        if (user.nickname === 'wanderer') context.redirect = { url: 'https://forms.test/?token=secret' };
        if (user.nickname === 'guarded') context.multifactor = { provider: 'any' };
        if (user.nickname === 'keyed' && configuration.KEY !== 'key') throw new Error('no key');
        if (user.nickname === 'reader') context.accessToken.scope = ['read:catalogue', 'admin'];
        if (user.nickname === 'context' && (context.request.userAgent !== 'tv/1.0'
            || context.request.ip !== '127.0.0.1' || context.clientID !== 'tv-app'
            || context.tenant !== 'test' || user.user_id !== 'auth0|alice')) {
          return callback(new UnauthorizedError(JSON.stringify(context) + JSON.stringify(user)));
        }
        callback(null, user, context);
      }
      """;

  private static final String EMAIL_VERIFIED = "https://devicegate.io/email_verified";

  private static FakeIssuer issuer;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;

  private TestTokens tokens;

  @BeforeAll
  static void start(@TempDir Path rules) throws IOException {
    Files.writeString(rules.resolve("10-verified-email.js"), VERIFIED_EMAIL);
    Files.writeString(rules.resolve("20-on-demand.js"), ON_DEMAND);
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.rules.login.directory", rules.toString());
    settings.put("devicegate.rules.login.timeout", "2s");
    settings.put("devicegate.rules.login.configuration.KEY", "key");
    gateway = TestGateway.start(settings);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @BeforeEach
  void reset() {
    issuer.reset();
    upstream.reset();
    tokens = issuer.tokens();
  }

  @Test
  void refusesWithTheRulesOwnMessage() {
    Answer answer = gateway.call("/device/x", tokens.device());

    assertThat(assertRefused(answer, Reason.LOGIN_RULE_REFUSED, upstream))
        .containsEntry("detail", "Verify your e-mail first.");
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith(
            "Bearer realm=\"devicegate\", error=\"insufficient_scope\","
                + " error_description=\"Verify your e-mail first.\"");
  }

  @Test
  void saysWhenARuleWantsWhatNoDeviceCanDo() {
    Answer redirect = gateway.call("/device/x", verified("wanderer"));
    assertThat(assertRefused(redirect, Reason.LOGIN_RULE_REDIRECT, upstream))
        .containsEntry("detail", Reason.LOGIN_RULE_REDIRECT.detail());
    Answer factor = gateway.call("/device/x", verified("guarded"));
    assertThat(assertRefused(factor, Reason.LOGIN_RULE_MULTIFACTOR, upstream))
        .containsEntry("detail", Reason.LOGIN_RULE_MULTIFACTOR.detail());
  }

  @Test
  void givesTheRulesTheirConfiguration() {
    assertThat(gateway.call("/device/x", verified("keyed")).status()).isEqualTo(200);
  }

  @Test
  void letsThroughWhatTheRuleAllows() {
    assertThat(gateway.call("/device/x", verified("alice")).status()).isEqualTo(200);
  }

  @Test
  void rulesSeeWhoAsksAndFromWhere() {
    Answer answer =
        gateway.get(
            "/device/x", "Authorization: Bearer " + verified("context"), "User-Agent: tv/1.0");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void refusesWhenRuleThrowsAndKeepsItsWordsToTheLog() {
    Answer answer = gateway.call("/device/x", verified("thrower"));

    assertThat(assertRefused(answer, Reason.LOGIN_RULE_FAILED, upstream))
        .containsEntry("detail", Reason.LOGIN_RULE_FAILED.detail());
    assertThat(answer.body()).doesNotContain("secret of the rule");
  }

  @Test
  @DisplayName("Regression 37: a rule that never ends refuses, and holds up nobody else")
  void refusesWhenRuleNeverEnds() {
    assertRefused(
        gateway.call("/device/x", verified("looper")), Reason.LOGIN_RULE_FAILED, upstream);
  }

  @Test
  void ruleMayTakeScopesAwayButNotGrantThem() {
    assertThat(gateway.call("/device/x", verified("reader")).status()).isEqualTo(200);

    assertThat(upstream.request().values("X-Device-Scope")).containsExactly("read:catalogue");
  }

  @Test
  void runsNoRuleForClientCredentials() {
    assertThat(gateway.call("/token/x", tokens.machine()).status()).isEqualTo(200);
  }

  @Test
  void runsRulesOnceForTokenOfConcurrentRequests() {
    issuer.answer(FakeIssuer.USERINFO, 200, "{\"sub\":\"auth0|alice\",\"email_verified\":true}");
    String token = openId();
    issuer.hold();
    ExecutorService clients = Executors.newFixedThreadPool(20);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(CompletableFuture.supplyAsync(() -> gateway.call("/device/x", token), clients));
    }
    issuer.release();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);
    // The user is fetched right before each run, so it counts the runs.
    assertThat(issuer.count(FakeIssuer.USERINFO)).isEqualTo(1);
    assertThat(upstream.requests()).hasSize(21);
    clients.shutdown();
  }

  @Test
  void asksUserinfoWithTheTokenWhenItIsGoodForThat() {
    issuer.answer(FakeIssuer.USERINFO, 200, "{\"sub\":\"auth0|alice\",\"email_verified\":true}");
    String token = openId();

    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);
    assertThat(issuer.authorizations()).containsExactly("Bearer " + token);
  }

  @Test
  void cannotCheckWhenUserinfoIsDown() {
    issuer.answer(FakeIssuer.USERINFO, 500, "");

    assertRefused(gateway.call("/device/x", openId()), Reason.USERINFO_UNAVAILABLE, upstream);
  }

  @Test
  void cannotCheckWhenUserinfoIsAboutSomebodyElse() {
    issuer.answer(FakeIssuer.USERINFO, 200, "{\"sub\":\"auth0|mallory\",\"email_verified\":true}");

    assertRefused(gateway.call("/device/x", openId()), Reason.USERINFO_UNAVAILABLE, upstream);
  }

  private String verified(String nickname) {
    return tokens.with(
        claims ->
            claims.claim(EMAIL_VERIFIED, true).claim("https://devicegate.io/nickname", nickname));
  }

  private String openId() {
    return tokens.with(
        claims ->
            claims
                .audience(List.of(TestTokens.AUDIENCE, issuer.issuer() + "userinfo"))
                .jwtID(UUID.randomUUID().toString()));
  }
}
