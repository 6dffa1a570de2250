package io.devicegate.gateway.access;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.nimbusds.jwt.JWTClaimsSet;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.gateway.decisionlog.PolicyRecord;
import io.devicegate.gateway.signal.SignalCache;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.Harness.Observers;
import io.devicegate.gateway.testing.Harness.RecordingExporter;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.access.Decision;
import io.devicegate.rules.access.RecordedDecision;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Evidence;
import io.devicegate.rules.event.Signal.Mode;
import io.devicegate.rules.event.Signal.Severity;
import io.devicegate.rules.event.Signal.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Access policies at a running gateway: real files, real requests. */
class PoliciesIT {

  private static final String POLICIES =
      """
      name: devices
      rule:
        match:
          - condition: request.route == 'device' || request.route == 'seldom'
            output: allow()
      ---
      name: denials
      metadata: {show_explanation: true}
      rule:
        match:
          - condition: request.path == '/device/denied'
            output: deny('not_here')
            explanation: "'Nobody may ' + request.method + ' ' + request.path + '.'"
      ---
      name: silent
      rule:
        match:
          - condition: request.path == '/device/silent'
            output: deny('not_here_either')
            explanation: "'The secret is 42.'"
      ---
      name: step-up
      rule:
        match:
          - condition: request.path == '/device/pay'
            output: step_up('purchase', 'urn:mfa urn:phr').max_age(duration('15m'))
          - condition: request.path == '/device/old'
            output: step_up('old_login', '').max_age(duration('15m'))
      ---
      name: limits
      rule:
        match:
          - condition: request.path == '/device/slow'
            output: throttle('chatty', 'slow_lane')
          - condition: request.path == '/device/charged'
            output: allow().rate_class('slow_lane')
          - condition: request.path == '/device/unbudgeted'
            output: throttle('chatty', 'no_such_lane')
      ---
      name: tiers
      rule:
        match:
          - condition: request.path == '/device/tier'
            output: allow().header('X-Tier', 'gold').drop_scopes(['write:purchases', 'admin'])
      ---
      name: broken-denial
      rule:
        match:
          - condition: request.path == '/device/broken' && 1 / (size(token.scopes) - 2) > 0
            output: deny('never')
      ---
      name: broken-permission
      rule:
        match:
          - condition: request.path == '/token/broken' && 1 / (size(token.scopes) - 2) >= 0
            output: allow()
      ---
      name: signalled
      rule:
        match:
          - condition: signals.exists(s, s.kind == 'user_code_guessing')
            output: deny('guessing')
      ---
      name: next-year
      mode: shadow
      rule:
        match:
          - condition: request.path.startsWith('/device/')
            output: deny('no_devices_any_more')
      ---
      name: generous
      mode: shadow
      rule:
        match:
          - condition: request.route == 'token'
            output: allow()
      """;

  @TempDir private static Path directory;

  private static FakeIssuer issuer;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;

  private static final Map<String, DecisionRecord> KEPT = new HashMap<>();

  private TestTokens tokens;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(directory.resolve("all.yaml"), POLICIES);
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.access.directory", directory.toString());
    settings.put("devicegate.access.recording.allowed-share", "0");
    settings.put("devicegate.budgets.slow-lane.client-rate.permits", 2);
    settings.put("devicegate.budgets.slow-lane.client-rate.period", "1h");
    settings.put("devicegate.budgets.slow-lane.client-rate.burst", 2);
    gateway = TestGateway.start(settings, Observers.class);
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
    gateway.bean(RecordingExporter.class).clear();
    gateway.bean(SignalCache.class).replaceAll(List.of());
    tokens = issuer.tokens();
  }

  @Test
  void letsThroughWhatAPolicyAllowsAndSaysSoInTheRecord() {
    Answer answer = gateway.call("/device/x", tokens.device());

    assertThat(answer.status()).isEqualTo(200);
    PolicyRecord policy = policy(answer);
    assertThat(policy.effect()).isEqualTo("allow");
    assertThat(policy.rule()).isEqualTo("devices#1");
    assertThat(policy.digest()).startsWith("sha256:").isEqualTo(shown().at("/digest").asString());
  }

  @Test
  void deniesWithRuleReasonAndTheSentenceThatCallersMayRead() {
    Answer answer = gateway.call("/device/denied", tokens.device());

    assertThat(assertRefused(answer, Reason.POLICY_DENIED, upstream))
        .contains(
            entry("rule", "denials#1"),
            entry("rule_reason", "not_here"),
            entry("detail", "Nobody may GET /device/denied."));
    assertThat(answer.header("WWW-Authenticate"))
        .contains("error_description=\"Nobody may GET /device/denied.\"");
  }

  @Test
  void keepsTheSentenceToTheRecordWhereThePolicyDoesNotShowIt() {
    Answer answer = gateway.call("/device/silent", tokens.device());

    assertThat(assertRefused(answer, Reason.POLICY_DENIED, upstream))
        .contains(
            entry("rule_reason", "not_here_either"),
            entry("detail", Reason.POLICY_DENIED.detail()));
    assertThat(answer.body()).doesNotContain("secret");
    assertThat(policy(answer).explanation()).isEqualTo("The secret is 42.");
  }

  @Test
  void deniesWhatNoPolicyMatches() {
    Map<String, Object> problem =
        assertRefused(gateway.call("/token/x", tokens.device()), Reason.POLICY_DENIED, upstream);

    assertThat(problem).containsEntry("rule_reason", Decision.NO_RULE_MATCHED);
    assertThat(problem).doesNotContainKey("rule");
  }

  @Test
  void asksNobodyAboutRoutesThatNeedNoToken() {
    Answer answer = gateway.get("/open/x");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(record(answer).policy()).isNull();
  }

  @Test
  void asksAfterTokenProtocolAndScopes() {
    Answer withoutToken = gateway.get("/device/x");
    assertRefused(withoutToken, Reason.TOKEN_MISSING, upstream);
    assertThat(record(withoutToken).policy()).isNull();
    Answer machine = gateway.call("/device/x", tokens.machine());
    assertRefused(machine, Reason.NOT_DEVICE_FLOW, upstream);
    assertThat(record(machine).policy()).isNull();
    Answer lacking = gateway.call("/scoped/x", tokens.device());
    assertRefused(lacking, Reason.SCOPE_INSUFFICIENT, "/scoped", upstream);
    assertThat(record(lacking).policy()).isNull();
  }

  @Test
  void asksForTheLoginThatThePolicyDemands() {
    Answer answer = gateway.call("/device/pay", tokens.device());

    Map<String, Object> problem = assertRefused(answer, Reason.POLICY_STEP_UP, upstream);
    assertThat(answer.header("WWW-Authenticate"))
        .contains("acr_values=\"urn:mfa urn:phr\"", "max_age=\"900\"");
    assertThat(problem).containsEntry("rule_reason", "purchase");
    JsonNode again = JsonMapper.shared().readTree(answer.body()).path("device_authorization");
    assertThat(again.path("max_age").asInt()).isEqualTo(900);
    assertThat(again.path("acr_values").asString()).isEqualTo("urn:mfa urn:phr");
    assertThat(again.path("issuer").asString()).isEqualTo(issuer.issuer());
  }

  @Test
  void letsTheLoginThroughThatIsAsThePolicyDemands() {
    Instant now = Instant.now();
    refusesStepUp("/device/pay", claims -> claims.claim("auth_time", now.getEpochSecond()));
    refusesStepUp("/device/pay", claims -> login(claims, now.minusSeconds(1_000), "urn:mfa"));
    refusesStepUp("/device/pay", claims -> login(claims, now, "urn:password"));
    refusesStepUp("/device/old", claims -> login(claims, now.minusSeconds(1_000), "urn:mfa"));

    assertThat(call("/device/pay", claims -> login(claims, now, "urn:phr")).status())
        .isEqualTo(200);
    assertThat(call("/device/old", claims -> claims.claim("auth_time", now.getEpochSecond())))
        .extracting(Answer::status)
        .isEqualTo(200);
  }

  @Test
  void throttlesWhatARateClassHasNoBudgetLeftFor() {
    Consumer<JWTClaimsSet.Builder> once = claims -> device(claims, "throttled-tv");
    assertThat(call("/device/slow", once).status()).isEqualTo(200);
    assertThat(call("/device/charged", once).status()).isEqualTo(200);
    upstream.reset();

    Answer answer = call("/device/slow", once);
    assertThat(assertRefused(answer, Reason.POLICY_THROTTLED, upstream))
        .contains(entry("rule", "limits#1"), entry("rule_reason", "chatty"));
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1_700, 1_800);
    assertRefused(call("/device/charged", once), Reason.POLICY_THROTTLED, upstream);
    assertThat(call("/device/slow", claims -> device(claims, "other-tv")).status()).isEqualTo(200);
    assertThat(call("/device/x", once).status()).isEqualTo(200);
  }

  @Test
  void rateClassThatNobodySetUpRefuses() {
    assertRefused(
        gateway.call("/device/unbudgeted", tokens.device()), Reason.POLICY_FAILED, upstream);
  }

  @Test
  void setsHeadersAndDropsScopesForTheUpstream() {
    assertThat(
            gateway
                .get(
                    "/device/tier",
                    "Authorization: Bearer " + tokens.device(),
                    "X-Tier: platinum",
                    "x_tier: platinum",
                    "X-Device-Scope: admin")
                .status())
        .isEqualTo(200);

    assertThat(upstream.request().values("X-Tier")).containsExactly("gold");
    assertThat(upstream.request().names()).doesNotContain("x_tier");
    assertThat(upstream.request().values("X-Device-Scope")).containsExactly("read:catalogue");
  }

  @Test
  void headerOfAPolicyNeverComesFromAClient() {
    gateway.get(
        "/device/x",
        "Authorization: Bearer " + tokens.device(),
        "X-Tier: platinum",
        "X_TIER: platinum",
        "X-Tiers: mine");
    gateway.get("/open/x", "X-Tier: platinum", "X.Tier: platinum");

    assertThat(upstream.requests()).hasSize(2);
    assertThat(upstream.requests())
        .allSatisfy(request -> assertThat(request.lines()).noneMatch(l -> l.contains("platinum")));
    assertThat(upstream.requests().get(0).values("X-Tiers")).containsExactly("mine");
  }

  @Test
  void errorInADenialRefuses() {
    Answer answer = gateway.call("/device/broken", tokens.device());

    assertThat(assertRefused(answer, Reason.POLICY_FAILED, upstream))
        .contains(entry("rule", "broken-denial"), entry("rule_reason", Decision.RULE_FAILED));
    assertThat(policy(answer).failed()).containsExactly("broken-denial");
  }

  @Test
  void errorInAPermissionAllowsNothing() {
    Answer answer = gateway.call("/token/broken", tokens.device());

    assertThat(assertRefused(answer, Reason.POLICY_DENIED, upstream))
        .containsEntry("rule_reason", Decision.NO_RULE_MATCHED);
    assertThat(policy(answer).failed()).containsExactly("broken-permission");
  }

  @Test
  void shadowChangesNoAnswerAndIsReported() {
    long before = shown().at("/requests").asLong();
    Answer allowed = gateway.call("/device/x", tokens.device());
    assertThat(allowed.status()).isEqualTo(200);
    assertThat(policy(allowed).wouldBe()).containsExactly("next-year#1:deny");
    assertThat(policy(allowed).recorded()).isNotNull();
    upstream.reset();
    Answer denied = gateway.call("/token/x", tokens.machine());
    assertRefused(denied, Reason.POLICY_DENIED, upstream);
    assertThat(policy(denied).wouldBe()).containsExactly("generous#1:allow");

    JsonNode access = shown();
    assertThat(access.at("/requests").asLong()).isEqualTo(before + 2);
    assertThat(access.at("/inShadow").toString()).isEqualTo("[\"generous\",\"next-year\"]");
    assertThat(access.at("/shadow/0/policy").asString()).isEqualTo("generous");
    assertThat(access.at("/shadow/0/wouldAllow").asLong()).isPositive();
    assertThat(access.at("/shadow/1/wouldRestrict").asLong()).isPositive();
    assertThat(count("devicegate.access.shadow", "policy", "next-year")).isPositive();
    assertThat(count("devicegate.access.decisions", "rule", "devices#1")).isPositive();
  }

  @Test
  void recordsWhatThePoliciesSawSoThatItDecidesAgain() {
    String token =
        tokens.with(
            claims ->
                login(claims, Instant.now(), "urn:mfa")
                    .jwtID("id-1")
                    .claim("https://devicegate.io/email", "alice@test")
                    .claim("https://devicegate.io/email_verified", true)
                    .claim("groups", List.of("family")));
    Answer answer =
        gateway.get(
            "/device/denied?page=2", "Authorization: Bearer " + token, "User-Agent: tv-app/1.0");

    Decision recorded = requireNonNull(policy(answer).recorded());
    AccessRequest input = recorded.request();
    assertThat(input.token().id()).isEqualTo("id-1");
    assertThat(input.token().acr()).isEqualTo("urn:mfa");
    assertThat(input.token().scopes()).containsExactly("read:catalogue", "write:purchases");
    assertThat(input.token().claims()).containsEntry("azp", TestTokens.DEVICE_CLIENT);
    assertThat(input.client().id()).isEqualTo(TestTokens.DEVICE_CLIENT);
    assertThat(input.client().device()).isTrue();
    assertThat(input.user().email()).isEqualTo("alice@test");
    assertThat(input.user().emailVerified()).isTrue();
    assertThat(input.user().groups()).containsExactly("family");
    assertThat(input.grant().protocol()).isEqualTo("oauth2-device-code");
    assertThat(input.grant().evidence()).isEqualTo("device_client");
    assertThat(input.grant().approvedAt()).isNull();
    assertThat(input.request())
        .isEqualTo(
            new AccessRequest.Http(
                "GET", "/device/denied", "device", "127.0.0.1", null, "tv-app/1.0"));
    assertThat(input.device().uaFamily()).isEqualTo("tv");
    assertThat(input.approver()).isEqualTo(AccessRequest.Endpoint.UNKNOWN);

    AccessRules same = AccessRules.compile(directory, AccessRulesOptions.defaults());
    String line =
        new RecordedDecision(record(answer).decisionId(), record(answer).time(), recorded).toJson();
    Decision read = RecordedDecision.fromJson(line).decision();
    assertThat(same.decide(read.request()).sameAs(recorded)).isTrue();
    assertThat(line).doesNotContain(token);
  }

  @Test
  void decisionLineSaysWhatThePoliciesSaidAndHoldsWhatAReplayReads() {
    List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> capture =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent line) {
            lines.add(line);
          }
        };
    Logger decisions = (Logger) LoggerFactory.getLogger("devicegate.decisions");
    capture.start();
    decisions.addAppender(capture);
    try {
      Answer answer = gateway.call("/device/silent", tokens.device());
      String id = record(answer).decisionId();
      Map<String, Object> line =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> line(lines, id), found -> !found.isEmpty());

      assertThat(line)
          .contains(
              entry("rule", "silent#1"),
              entry("rule_reason", "not_here_either"),
              entry("policy_effect", "deny"),
              entry("explanation", "The secret is 42."))
          .containsKeys("rules_digest", "rules_ns");
      RecordedDecision recorded = RecordedDecision.fromJson(String.valueOf(line.get("recorded")));
      assertThat(recorded.id()).isEqualTo(id);
      assertThat(recorded.decision().rule()).isEqualTo("silent#1");
    } finally {
      decisions.detachAppender(capture);
    }
  }

  @Test
  void recordsNoInputOfAllowedRequestsThatNothingWouldChange() {
    Answer answer = call("/seldom/x", claims -> device(claims, "unrecorded-tv"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(policy(answer).recorded()).isNull();
  }

  @Test
  void policiesSeeTheSignalsThatMayHaveAnEffect() {
    SignalCache signals = gateway.bean(SignalCache.class);
    signals.put(signal("observed", Mode.OBSERVE));
    assertThat(gateway.call("/device/x", tokens.device()).status()).isEqualTo(200);
    upstream.reset();

    signals.put(signal("enforced", Mode.ENFORCE));
    Answer answer = gateway.call("/device/x", tokens.device());
    assertThat(assertRefused(answer, Reason.POLICY_DENIED, upstream))
        .containsEntry("rule_reason", "guessing");
    assertThat(requireNonNull(policy(answer).recorded()).request().signals())
        .extracting(AccessRequest.Signal::kind, AccessRequest.Signal::subject)
        .containsExactly(tuple("user_code_guessing", "tenant"));
  }

  @Test
  void refusesWhatIsTooLargeForPolicies() {
    Answer answer =
        gateway.get(
            "/device/x",
            "Authorization: Bearer " + tokens.device(),
            "User-Agent: " + "a".repeat(8_193));
    assertRefused(answer, Reason.POLICY_INPUT_INVALID, upstream);
    assertThat(record(answer).subject()).isEqualTo(TestTokens.SUBJECT);
    assertRefused(
        call("/device/x", claims -> claims.claim("groups", List.of("g".repeat(513)))),
        Reason.POLICY_INPUT_INVALID,
        upstream);
  }

  @Test
  void budgetOfTheRouteHoldsBesideThePolicies() {
    Consumer<JWTClaimsSet.Builder> once = claims -> device(claims, "seldom-tv");
    assertThat(call("/seldom/x", once).status()).isEqualTo(200);
    assertThat(call("/seldom/x", once).status()).isEqualTo(200);
    upstream.reset();

    Map<String, Object> problem =
        assertRefused(call("/seldom/x", once), Reason.BUDGET_RATE, upstream);
    assertThat(problem).doesNotContainKeys("rule", "rule_reason");
  }

  private void refusesStepUp(String path, Consumer<JWTClaimsSet.Builder> change) {
    assertRefused(call(path, change), Reason.POLICY_STEP_UP, upstream);
  }

  private Answer call(String path, Consumer<JWTClaimsSet.Builder> change) {
    return gateway.call(path, tokens.with(change));
  }

  private static JWTClaimsSet.Builder login(JWTClaimsSet.Builder claims, Instant time, String acr) {
    return claims
        .claim("https://devicegate.io/auth_time", time.getEpochSecond())
        .claim("https://devicegate.io/acr", acr);
  }

  private static void device(JWTClaimsSet.Builder claims, String client) {
    claims.claim("azp", client).claim(TestTokens.PROTOCOL_CLAIM, "oauth2-device-code");
  }

  /** Waits for the record of an answered request; those of earlier ones may come before it. */
  private static DecisionRecord record(Answer answer) {
    String id =
        answer.status() == 200
            ? upstream.request().values("X-Device-Decision").get(0)
            : JsonMapper.shared().readTree(answer.body()).path("decision_id").asString();
    return KEPT.computeIfAbsent(
        id,
        wanted -> {
          DecisionRecord next = gateway.bean(RecordingExporter.class).next();
          while (!next.decisionId().equals(wanted)) {
            next = gateway.bean(RecordingExporter.class).next();
          }
          return next;
        });
  }

  private static PolicyRecord policy(Answer answer) {
    return requireNonNull(record(answer).policy());
  }

  private static Map<String, Object> line(List<ILoggingEvent> lines, String id) {
    return lines.stream()
        .map(line -> line.getKeyValuePairs().stream().collect(toMap(p -> p.key, p -> p.value)))
        .filter(fields -> id.equals(fields.get("decision_id")))
        .findFirst()
        .orElse(Map.of());
  }

  private static Signal signal(String id, Mode mode) {
    Instant now = Instant.now();
    return new Signal(
        id,
        SubjectKind.TENANT,
        "*",
        "user_code_guessing",
        "Codes are guessed.",
        "user-code-guessing",
        Severity.HIGH,
        mode,
        new Evidence(List.of(), 20, 20),
        now,
        now.plusSeconds(600));
  }

  private static JsonNode shown() {
    return JsonMapper.shared().readTree(gateway.get("/actuator/devicegate").body()).path("access");
  }

  private static double count(String metric, String label, String value) {
    return gateway
        .bean(SimpleMeterRegistry.class)
        .find(metric)
        .tag(label, value)
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
