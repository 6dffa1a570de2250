package io.devicegate.gateway.introspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devicegate.gateway.introspection.Introspection.Active;
import io.devicegate.gateway.introspection.Introspection.CannotCheck;
import io.devicegate.gateway.introspection.Introspection.Outage;
import io.devicegate.gateway.introspection.Introspection.Reason;
import io.devicegate.gateway.introspection.Introspection.Refused;
import io.devicegate.gateway.introspection.IntrospectionTransport.Answer;
import io.devicegate.gateway.proof.HandMovedClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectedTokensTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final long SECONDS = NOW.getEpochSecond();
  private static final IntrospectionSettings SETTINGS =
      IntrospectionSettings.of(
          URI.create("https://issuer.example/introspect"),
          "gate:way",
          "se cret",
          "https://issuer.example/",
          Set.of("https://api.example.com"));
  private static final String GOOD =
      "\"active\":true,\"iss\":\"https://issuer.example/\",\"aud\":\"https://api.example.com\"";

  private final HandMovedClock clock = new HandMovedClock(NOW);
  private final Issuer issuer = new Issuer();
  private final IntrospectedTokens tokens = new IntrospectedTokens(SETTINGS, issuer, clock);

  // -- Answers -----------------------------------------------------------------------------------

  @Test
  void anActiveTokenComesWithItsClaims() {
    issuer.answersJson("{" + GOOD + ",\"sub\":\"alice\",\"exp\":" + (SECONDS + 60) + "}");

    Active active = (Active) tokens.check("opaque").join();

    assertThat(active.claims()).containsEntry("sub", "alice");
    assertThat(issuer.forms).containsExactly("token=opaque&token_type_hint=access_token");
    assertThat(issuer.headers).hasSize(1);
    assertThat(issuer.headers.get(0))
        .containsEntry("content-type", "application/x-www-form-urlencoded")
        .containsEntry(
            "authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("gate%3Away:se+cret".getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"active\":false}                                                        | INACTIVE",
        "{\"active\":false,\"sub\":\"x\"}                                          | INACTIVE",
        "{\"active\":true,\"aud\":\"https://api.example.com\",\"iss\":\"https://evil/\"} | WRONG_ISSUER",
        "{\"active\":true,\"aud\":\"https://api.example.com\",\"iss\":\"https://issuer.example\"} | WRONG_ISSUER",
        "{\"active\":true,\"aud\":\"https://other.example\"}                       | WRONG_AUDIENCE",
        "{\"active\":true,\"aud\":[]}                                              | WRONG_AUDIENCE",
        "{\"active\":true}                                                         | WRONG_AUDIENCE",
        "{\"active\":true,\"aud\":[\"x\",\"https://api.example.com\"]}             | ",
        "{\"active\":true,\"aud\":\"https://api.example.com\",\"exp\":1}           | EXPIRED",
        "{\"active\":true,\"aud\":\"https://api.example.com\",\"nbf\":9999999999}  | NOT_YET_VALID",
        "{\"active\":true,\"aud\":\"https://api.example.com\",\"token_type\":\"refresh_token\"} | WRONG_TYPE",
        "{\"active\":true,\"aud\":\"https://api.example.com\",\"typ\":\"Refresh\"} | WRONG_TYPE",
        "{\"active\":true,\"aud\":\"https://api.example.com\",\"token_type\":\"DPoP\",\"typ\":\"Bearer\"} | ",
      })
  void checksIssuerAudienceTimesAndTypeItself(String json, @Nullable Reason reason) {
    issuer.answersJson(json);

    assertThat(reason(tokens.check("opaque").join())).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "true",
        "{}",
        "{\"active\":\"true\"}",
        "{\"active\":1}",
        "{\"active\":null}",
        "{\"active\":false,\"active\":true}",
        "{\"active\":true} {}",
        "{\"active\":true",
        "<html>",
        "{\"active\":true,\"exp\":\"1\"}",
        "{\"active\":true,\"exp\":1.5}",
        "{\"active\":true,\"exp\":1e400}",
        "{\"active\":true,\"exp\":99999999999999999999}",
        "{\"active\":true,\"iss\":7}",
        "{\"active\":true,\"aud\":{}}",
        "{\"active\":true,\"aud\":[1]}",
        "{\"active\":true,\"sub\":null}",
        "{\"active\":true,\"x\":[[[[[[[[[1]]]]]]]]]}"
      })
  void whatIsNotExactlyAnAnswerIsNone(String body) {
    issuer.answersJson(body);

    assertThat(outage(tokens.check("opaque").join())).isEqualTo(Outage.MALFORMED_ANSWER);
  }

  @Test
  void anAnswerOfAnotherTypeIsNone() {
    issuer.answers(new Answer(200, "text/html", null, "{" + GOOD + "}"));
    issuer.answers(new Answer(200, null, null, "{" + GOOD + "}"));
    issuer.answers(new Answer(200, "Application/JSON; charset=utf-8", null, "{" + GOOD + "}"));

    assertThat(outage(tokens.check("opaque").join())).isEqualTo(Outage.MALFORMED_ANSWER);
    assertThat(outage(tokens.check("opaque").join())).isEqualTo(Outage.MALFORMED_ANSWER);
    assertThat(tokens.check("opaque").join()).isInstanceOf(Active.class);
  }

  @ParameterizedTest
  @CsvSource({
    "500, , FAILING, PT1S",
    "503, 7, FAILING, PT7S",
    "429, 999999, FAILING, PT5M",
    "503, soon, FAILING, PT1S",
    "401, , MISCONFIGURED, PT1S",
    "302, , MISCONFIGURED, PT1S",
    "204, , MISCONFIGURED, PT1S",
  })
  void anErrorIsNoAnswer(
      int status, @Nullable String retryAfter, Outage outage, Duration comeAgain) {
    issuer.answers(new Answer(status, "application/json", retryAfter, "{\"active\":true}"));

    assertThat(tokens.check("opaque").join()).isEqualTo(new CannotCheck(outage, comeAgain));
  }

  @Test
  void anOutageIsNeitherAllowedNorRemembered() {
    issuer.fails(new IOException("down"));
    issuer.answersJson("{" + GOOD + "}");

    assertThat(outage(tokens.check("opaque").join())).isEqualTo(Outage.UNREACHABLE);
    assertThat(tokens.check("opaque").join()).isInstanceOf(Active.class);
  }

  @Test
  void aTransportThatThrowsIsAnOutage() {
    IntrospectedTokens broken =
        new IntrospectedTokens(
            SETTINGS,
            (endpoint, headers, form) -> {
              throw new IllegalStateException("closed");
            },
            clock);

    assertThat(outage(broken.check("opaque").join())).isEqualTo(Outage.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\tb", "a,b", "a\"b", "é", "a;b"})
  void doesNotAskAboutWhatIsNoToken(String token) {
    assertThat(reason(tokens.check(token).join())).isEqualTo(Reason.MALFORMED);
    assertThat(reason(tokens.check("a".repeat(4_097)).join())).isEqualTo(Reason.MALFORMED);
    assertThat(issuer.forms).isEmpty();
  }

  // -- Cache -------------------------------------------------------------------------------------

  @Test
  void asksAgainWhenTheActiveAnswerIsOld() {
    issuer.answersJson("{" + GOOD + "}");
    issuer.answersJson("{\"active\":false}");
    tokens.check("opaque").join();
    clock.move(Duration.ofSeconds(59));
    assertThat(tokens.check("opaque").join()).isInstanceOf(Active.class);
    clock.move(Duration.ofSeconds(2));

    assertThat(reason(tokens.check("opaque").join())).isEqualTo(Reason.INACTIVE);
    assertThat(issuer.forms).hasSize(2);
  }

  @Test
  void asksAgainWhenTheInactiveAnswerIsOld() {
    issuer.answersJson("{\"active\":false}");
    issuer.answersJson("{" + GOOD + "}");
    tokens.check("opaque").join();
    clock.move(Duration.ofSeconds(9));
    assertThat(reason(tokens.check("opaque").join())).isEqualTo(Reason.INACTIVE);
    clock.move(Duration.ofSeconds(2));

    assertThat(tokens.check("opaque").join()).isInstanceOf(Active.class);
  }

  @Test
  void aCachedTokenIsNotBelievedBeyondItsExpiry() {
    issuer.answersJson("{" + GOOD + ",\"exp\":" + (SECONDS + 5) + "}");
    issuer.answersJson("{\"active\":false}");
    assertThat(tokens.check("opaque").join()).isInstanceOf(Active.class);
    clock.move(Duration.ofSeconds(6));

    assertThat(reason(tokens.check("opaque").join())).isEqualTo(Reason.INACTIVE);
  }

  @Test
  void aFloodOfInventedTokensDoesNotEvictActiveOnes() {
    issuer.answersJson("{" + GOOD + "}");
    tokens.check("good").join();
    IntStream.range(0, 20_000)
        .forEach(
            i -> {
              issuer.answersJson("{\"active\":false}");
              tokens.check("bad" + i).join();
            });
    int asked = issuer.forms.size();

    assertThat(tokens.check("good").join()).isInstanceOf(Active.class);
    assertThat(issuer.forms).hasSize(asked);
  }

  // -- Concurrency -------------------------------------------------------------------------------

  @Test
  void asksOnceHoweverManyWait() {
    CompletableFuture<Answer> late = issuer.answersLater();
    List<CompletableFuture<Introspection>> waiting = new ArrayList<>();
    IntStream.range(0, 500).forEach(i -> waiting.add(tokens.check("opaque")));
    waiting.get(0).cancel(true);
    waiting.get(1).complete(new Refused(Reason.INACTIVE));
    late.complete(new Answer(200, "application/json", null, "{" + GOOD + "}"));

    assertThat(waiting.subList(2, 500)).allMatch(answer -> answer.join() instanceof Active);
    assertThat(issuer.forms).hasSize(1);
  }

  @Test
  void asksOnceForManyConcurrentRequests() {
    IntStream.range(0, 100).forEach(i -> issuer.answersJson("{" + GOOD + "}"));

    long active =
        IntStream.range(0, 100)
            .parallel()
            .filter(i -> tokens.check("opaque").join() instanceof Active)
            .count();

    assertThat(active).isEqualTo(100);
    assertThat(issuer.forms).hasSize(1);
  }

  @Test
  void refusesToAskAboutMoreTokensThanTheBoundAtTheSameTime() {
    List<CompletableFuture<Answer>> late = new ArrayList<>();
    for (int i = 0; i < SETTINGS.maxConcurrent(); i++) {
      late.add(issuer.answersLater());
      CompletableFuture<Introspection> waiting = tokens.check("t" + i);
      assertThat(waiting).isNotDone();
    }

    assertThat(outage(tokens.check("one-more").join())).isEqualTo(Outage.BUSY);
    late.forEach(answer -> answer.completeExceptionally(new IllegalStateException()));
    issuer.answersJson("{" + GOOD + "}");
    assertThat(tokens.check("one-more").join()).isInstanceOf(Active.class);
  }

  // -- Without introspection, and settings -------------------------------------------------------

  @Test
  void aTenantWithoutIntrospectionSaysThatTheAudienceWasMissing() {
    Introspection result = OpaqueTokens.unsupported().check("opaque").join();

    assertThat(reason(result)).isEqualTo(Reason.AUDIENCE_NOT_REQUESTED);
    assertThat(Reason.AUDIENCE_NOT_REQUESTED.description()).contains("audience");
  }

  @Test
  void settingsDoNotPrintTheSecret() {
    assertThat(SETTINGS.toString()).doesNotContain("se cret");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://issuer/x, id, secret, https://i/, endpoint",
    "/x, id, secret, https://i/, endpoint",
    "https://i/x, ' ', secret, https://i/, client-id",
    "https://i/x, id, ' ', https://i/, client-secret",
    "https://i/x, id, secret, ' ', issuer",
  })
  void namesTheSettingThatIsWrong(
      URI endpoint, String id, String secret, String issuerId, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IntrospectionSettings.of(endpoint, id, secret, issuerId, Set.of()))
        .withMessageStartingWith(name + ": ")
        .withMessageNotContaining("secret,");
  }

  private static @Nullable Reason reason(Introspection result) {
    return result instanceof Refused refused ? refused.reason() : null;
  }

  private static @Nullable Outage outage(Introspection result) {
    return result instanceof CannotCheck cannot ? cannot.outage() : null;
  }

  /** An issuer that answers what it was told to, in this order. */
  private static final class Issuer implements IntrospectionTransport {

    final List<String> forms = new ArrayList<>();
    final List<Map<String, String>> headers = new ArrayList<>();
    private final ConcurrentLinkedQueue<CompletableFuture<Answer>> answers =
        new ConcurrentLinkedQueue<>();

    void answersJson(String body) {
      answers(new Answer(200, "application/json", null, body));
    }

    void answers(Answer answer) {
      answers.add(CompletableFuture.completedFuture(answer));
    }

    void fails(Exception failure) {
      answers.add(CompletableFuture.failedFuture(failure));
    }

    CompletableFuture<Answer> answersLater() {
      CompletableFuture<Answer> late = new CompletableFuture<>();
      answers.add(late);
      return late;
    }

    @Override
    public synchronized CompletableFuture<Answer> post(
        URI endpoint, Map<String, String> sent, String form) {
      forms.add(form);
      headers.add(sent);
      CompletableFuture<Answer> next = answers.poll();
      return next == null ? new CompletableFuture<>() : next;
    }
  }
}
