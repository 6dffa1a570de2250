package io.devicegate.gateway.access;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.TestTokens;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets of running requests. Each test has a client of its own, since budgets remember. */
class BudgetIT {

  private final String client = UUID.randomUUID().toString();
  private Harness harness;

  @BeforeEach
  void reset() {
    harness = Harness.shared();
  }

  @Test
  void refusesRequestsBeyondTheRate() {
    String token = token("alice");
    assertThat(harness.gateway.call("/seldom/x", token).status()).isEqualTo(200);
    assertThat(harness.gateway.call("/seldom/x", token).status()).isEqualTo(200);
    harness.upstream.reset();

    Answer answer = harness.gateway.call("/seldom/x", token);
    assertRefused(answer, Reason.BUDGET_RATE, harness.upstream);
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1_700, 1_800);
  }

  @Test
  void refusedTokensSpendNoBudget() {
    for (int i = 0; i < 5; i++) {
      harness.gateway.call("/seldom/x", token("alice") + "x");
    }

    assertThat(harness.gateway.call("/seldom/x", token("alice")).status()).isEqualTo(200);
  }

  @Test
  void refusesMoreSubjectsThanAClientMaySpeakFor() {
    assertThat(harness.gateway.call("/personal/x", token("alice")).status()).isEqualTo(200);
    harness.upstream.reset();

    assertRefused(
        harness.gateway.call("/personal/x", token("bob")),
        Reason.BUDGET_SUBJECTS,
        harness.upstream);
    assertThat(harness.gateway.call("/personal/x", token("alice")).status()).isEqualTo(200);
  }

  @Test
  void refusesMoreAtTheSameTimeUntilTheFirstEnds() {
    String token = token("alice");
    harness.upstream.hold();
    CompletableFuture<Answer> first =
        CompletableFuture.supplyAsync(() -> harness.gateway.call("/single/x", token));
    harness.upstream.await(1);

    Answer second = harness.gateway.call("/single/x", token);
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.body()).contains("\"reason\":\"budget_concurrency\"");
    assertThat(harness.upstream.requests()).hasSize(1);
    harness.upstream.release();
    assertThat(first.join().status()).isEqualTo(200);
    assertPermitComesBack(token, "/single/x", 200);
  }

  @Test
  void clientThatGoesAwayGivesItsPermitBack() {
    String token = token("alice");
    harness.upstream.hold();
    RawHttp.abandon(
        harness.gateway.port(),
        "/single/x",
        () -> harness.upstream.await(1),
        "Authorization: Bearer " + token);
    harness.upstream.release();

    assertPermitComesBack(token, "/single/x", 200);
  }

  @Test
  void requestThatFailsUpstreamGivesItsPermitBack() {
    String token = token("alice");
    for (int i = 0; i < 3; i++) {
      assertPermitComesBack(token, "/broken/x", 502);
    }
  }

  /** The end of a request reaches the gateway a moment after it has reached the client. */
  private void assertPermitComesBack(String token, String path, int status) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    int seen = harness.gateway.call(path, token).status();
    while (seen == 429 && System.nanoTime() < end) {
      seen = harness.gateway.call(path, token).status();
    }
    assertThat(seen).isEqualTo(status);
  }

  private String token(String subject) {
    return harness
        .issuer
        .tokens()
        .with(
            claims ->
                claims
                    .subject(subject)
                    .claim("azp", client)
                    .claim(TestTokens.PROTOCOL_CLAIM, "oauth2-device-code"));
  }
}
