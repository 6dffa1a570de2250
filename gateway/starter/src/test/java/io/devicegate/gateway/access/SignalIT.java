package io.devicegate.gateway.access;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.gateway.signal.SignalCache;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.TestSignals;
import io.devicegate.gateway.testing.TestTokens;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.SubjectKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What signals do to requests, through a running gateway. */
class SignalIT {

  private final Instant raised = Instant.now().minusSeconds(3);
  private Harness harness;
  private SignalCache signals;
  private String token;

  @BeforeEach
  void reset() {
    harness = Harness.shared();
    signals = harness.gateway.bean(SignalCache.class);
    token = harness.issuer.tokens().device();
  }

  @AfterEach
  void forget() {
    signals.replaceAll(List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT, " + TestTokens.DEVICE_CLIENT,
    "USER, " + TestTokens.SUBJECT,
    "IP, 127.0.0.1",
    "IP, ::ffff:127.0.0.1"
  })
  void refusesTokenThatWasGoodUntilTheSignal(SubjectKind kind, String subject) {
    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
    harness.upstream.reset();
    Signal signal = TestSignals.enforcing("s1", kind, subject, raised);
    signals.put(signal);

    Answer answer = harness.gateway.call("/device/x", token);
    Map<String, Object> problem = assertRefused(answer, Reason.SIGNAL_ACTIVE, harness.upstream);
    assertThat(problem.get("signal"))
        .isEqualTo(
            Map.of(
                "kind", TestSignals.KIND,
                "rule", TestSignals.RULE,
                "expires_at", signal.expiresAt().toString()));
    assertThat(answer.body()).doesNotContain("evidence-1").doesNotContain("different user codes");

    signals.replaceAll(List.of());
    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
  }

  @Test
  void refusesSessionThatTheTokenNames() {
    String withSession = harness.issuer.tokens().with(claims -> claims.claim("sid", "session-1"));
    signals.put(TestSignals.enforcing("s1", SubjectKind.SESSION, "session-1", raised));

    assertRefused(
        harness.gateway.call("/device/x", withSession), Reason.SIGNAL_ACTIVE, harness.upstream);
    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
  }

  @Test
  void recordNamesTheSignal() {
    signals.put(TestSignals.enforcing("s1", SubjectKind.USER, TestTokens.SUBJECT, raised));
    harness.gateway.call("/device/x", token);
    DecisionRecord decision = harness.nextRecord();

    assertThat(decision.reason()).isEqualTo("signal_active");
    assertThat(decision.status()).isEqualTo(403);
    assertThat(decision.signal()).isEqualTo("s1");
    assertThat(decision.subject()).isEqualTo(TestTokens.SUBJECT);
  }

  @ParameterizedTest
  @CsvSource({"USER, " + TestTokens.SUBJECT, "IP, 127.0.0.1", "TENANT, *"})
  void letsThroughWhomSignalOnlyObserves(SubjectKind kind, String subject) {
    signals.put(TestSignals.observing("s1", kind, subject, raised));
    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
    assertThat(harness.nextRecord().signal()).isNull();
  }

  @Test
  void badTokenAndOpenRouteAreAsEver() {
    signals.put(TestSignals.enforcing("s1", SubjectKind.IP, "127.0.0.1", raised));
    assertRefused(
        harness.gateway.call("/device/x", harness.issuer.tokens().expired()),
        Reason.TOKEN_EXPIRED,
        harness.upstream);
    assertThat(harness.gateway.get("/open/x").status()).isEqualTo(200);
  }

  @Test
  void operatorsSeeHowManyHold() {
    signals.put(TestSignals.enforcing("s1", SubjectKind.USER, "somebody", raised));
    signals.put(TestSignals.observing("s2", SubjectKind.USER, "somebody", raised));
    JsonNode shown =
        JsonMapper.shared()
            .readTree(harness.gateway.get("/actuator/devicegate").body())
            .path("signals");

    assertThat(shown.path("active").asInt()).isEqualTo(2);
    assertThat(shown.path("enforcing").asInt()).isEqualTo(1);
    assertThat(shown.path("byKind").path(TestSignals.KIND).asInt()).isEqualTo(2);
  }
}
