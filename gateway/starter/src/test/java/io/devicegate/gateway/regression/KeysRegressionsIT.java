package io.devicegate.gateway.regression;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An issuer that is attacked through the gateway, is out of order, or is somebody else. */
class KeysRegressionsIT {

  private static final int FLOOD = 10_000;
  private static final int AT_A_TIME = 50;

  private RegressionGateway gateway;

  @BeforeEach
  void nextDay() {
    gateway = RegressionGateway.nextDay();
  }

  @AfterEach
  void release() {
    gateway.issuer.release();
  }

  @Test
  @DisplayName("Regression 22: 10,000 made-up kids fetch keys no more often than the budget allows")
  void unknownKeysFetchWithinTheBudget() {
    gateway.passes(gateway.token().signed());
    assertThat(gateway.issuer.count(FakeIssuer.JWKS)).isEqualTo(1);
    gateway.upstream.reset();

    assertThat(flood()).containsOnly(401);
    assertThat(gateway.issuer.count(FakeIssuer.JWKS)).isEqualTo(1 + 2);
    assertThat(gateway.upstream.requests()).isEmpty();

    gateway.clock.advance(Duration.ofSeconds(10));
    gateway.refuses(gateway.token().header("kid", "\"one-more\""), Reason.KEY_UNKNOWN);
    gateway.refuses(gateway.token().header("kid", "\"and-more\""), Reason.KEY_UNKNOWN);
    assertThat(gateway.issuer.count(FakeIssuer.JWKS)).isEqualTo(1 + 2 + 1);
    gateway.passes(gateway.token().signed());
  }

  @Test
  @DisplayName("Regression 24: keys of 50 MB, 10,000 keys, a bad one among good ones, max-age=0")
  void strangeKeySets() {
    gateway.issuer.answer(FakeIssuer.JWKS, 200, " ".repeat(50 << 20));
    gateway.refuses(gateway.token(), Reason.KEYS_UNAVAILABLE);

    gateway = RegressionGateway.nextDay();
    String many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "{\"kid\":\"" + i + "\"}")
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    gateway.issuer.answer(FakeIssuer.JWKS, 200, many);
    gateway.refuses(gateway.token(), Reason.KEYS_UNAVAILABLE);

    gateway = RegressionGateway.nextDay();
    String good = RegressionGateway.KEY.toPublicJWK().toJSONString();
    String bad = "{\"kty\":\"RSA\",\"kid\":\"bad\",\"n\":\"AQ\",\"e\":\"AQAB\"}";
    gateway.issuer.answer(FakeIssuer.JWKS, 200, "{\"keys\":[7,null," + bad + ",{}," + good + "]}");
    gateway.passes(gateway.token().signed());
    gateway.refuses(gateway.token().header("kid", "\"bad\""), Reason.KEY_UNKNOWN);

    gateway = RegressionGateway.nextDay();
    gateway.issuer.answer(
        FakeIssuer.JWKS,
        200,
        Map.of("Cache-Control", "max-age=0, no-store"),
        new JWKSet(RegressionGateway.KEY).toString());
    for (int i = 0; i < 20; i++) {
      gateway.passes(gateway.token().signed());
    }
    assertThat(gateway.issuer.count(FakeIssuer.JWKS)).isEqualTo(1);
  }

  @Test
  @DisplayName("Regression 24: keys that trickle in, are redirected to http, are a page")
  void keysThatDoNotCome() {
    gateway.issuer.trickle(FakeIssuer.JWKS, new JWKSet(RegressionGateway.KEY).toString());
    gateway.refuses(gateway.token(), Reason.KEYS_UNAVAILABLE);

    gateway = RegressionGateway.nextDay();
    gateway.issuer.answer(
        FakeIssuer.JWKS, 301, Map.of("Location", gateway.other.issuer() + "evil"), "");
    gateway.refuses(gateway.token(), Reason.KEYS_UNAVAILABLE);
    assertThat(gateway.other.count("/evil")).isZero();

    gateway = RegressionGateway.nextDay();
    gateway.issuer.answer(FakeIssuer.JWKS, 200, "<html>Maintenance</html>");
    gateway.refuses(gateway.token(), Reason.KEYS_UNAVAILABLE);
  }

  @Test
  @DisplayName("Regression 26: discovery of another issuer; keys elsewhere or link-local (SSRF)")
  void keysOfSomebodyElse() {
    FakeIssuer evil = new FakeIssuer();
    RecordingUpstream upstream = new RecordingUpstream();
    List<FakeIssuer> liars = new ArrayList<>();
    Map<String, Object> settings = TestGateway.settings(evil, upstream);
    for (String answer :
        List.of(
            // The issuer of another; with a slash more; none.
            discovery(evil.issuer(), "%s.well-known/jwks.json"),
            discovery("%s/", "%s.well-known/jwks.json"),
            "{\"jwks_uri\":\"%s.well-known/jwks.json\"}",
            // Keys on another host, on this network's own addresses, in a file, with a user.
            discovery("%s", "https://evil.test/jwks.json"),
            discovery("%s", "http://169.254.169.254/latest/meta-data"),
            discovery("%s", "https://[fe80::1]/jwks.json"),
            discovery("%s", "file:///etc/passwd"),
            discovery("%s", "https://127.0.0.1@evil.test/jwks.json"),
            discovery("%s", "/.well-known/jwks.json"))) {
      FakeIssuer liar = new FakeIssuer();
      liar.answer(FakeIssuer.DISCOVERY, 200, answer.replace("%s", liar.issuer()));
      liars.add(liar);
      String tenant = "devicegate.tenants[" + liars.size() + "].";
      settings.put(tenant + "name", "liar-" + liars.size());
      settings.put(tenant + "issuer", liar.issuer());
      settings.put(tenant + "audiences", TestTokens.AUDIENCE);
    }
    try (evil;
        upstream;
        TestGateway deceived = TestGateway.start(settings)) {
      for (FakeIssuer liar : liars) {
        String token = RawToken.of(liar.issuer(), TestTokens.AUDIENCE, Instant.now()).signed();
        assertRefused(deceived.call("/device/x", token), Reason.KEYS_UNAVAILABLE, upstream);
        assertThat(liar.count(FakeIssuer.JWKS)).isZero();
      }
    } finally {
      liars.forEach(FakeIssuer::close);
    }
  }

  private static String discovery(String issuer, String keys) {
    return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}";
  }

  /** Statuses of as many requests, each with another key id. */
  private List<Integer> flood() {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI uri = URI.create("http://127.0.0.1:" + gateway.gateway.port() + "/device/x");
    RawToken token = gateway.token();
    List<Integer> statuses = new ArrayList<>();
    for (int sent = 0; sent < FLOOD; sent += AT_A_TIME) {
      int from = sent;
      List<CompletableFuture<HttpResponse<Void>>> answers =
          IntStream.range(from, from + AT_A_TIME)
              .mapToObj(
                  i -> token.header("kid", "\"made-up-" + i + "\"").withSignature(new byte[256]))
              .map(
                  each ->
                      client.sendAsync(
                          HttpRequest.newBuilder(uri)
                              .header("Authorization", "Bearer " + each)
                              .timeout(Duration.ofSeconds(30))
                              .build(),
                          HttpResponse.BodyHandlers.discarding()))
              .toList();
      answers.forEach(answer -> statuses.add(answer.join().statusCode()));
    }
    return statuses;
  }
}
