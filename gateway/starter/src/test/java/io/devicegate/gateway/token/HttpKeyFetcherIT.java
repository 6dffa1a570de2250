package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicegate.gateway.token.KeyServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpKeyFetcherIT {

  private static final int LIMIT = 256 * 1024;

  private final KeyServer server = new KeyServer();
  private final HttpKeyFetcher fetcher = fetcher(Duration.ofSeconds(20));
  private final HttpKeyFetcher impatient = fetcher(Duration.ofMillis(300));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesADocumentAndHowLongItMayBeKept() {
    server.answer(
        "/doc", Answer.ok("{}").with("Cache-Control", "public, max-age=15, stale-if-error=9"));

    FetchedDocument document = fetcher.fetch(server.uri("/doc")).join();

    assertThat(document.body()).asString().isEqualTo("{}");
    assertThat(document.maxAge()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void takesADocumentOfJustTheLimit() {
    server.answer("/doc", Answer.ok("x".repeat(LIMIT)));

    assertThat(fetcher.fetch(server.uri("/doc")).join().body()).hasSize(LIMIT);
  }

  @Test
  void givesUpOnALongerOne() {
    server.answer("/doc", Answer.ok("x".repeat(LIMIT + 1)));

    assertThat(failure(fetcher, server.uri("/doc"))).isEqualTo(FetchFailure.TOO_LARGE);
  }

  @Test
  void givesUpOnFiftyMegabytes() {
    server.answer("/doc", Answer.ok("x".repeat(50 * 1024 * 1024)));

    assertThat(failure(fetcher, server.uri("/doc"))).isEqualTo(FetchFailure.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 400, 401, 403, 404, 429, 500, 503})
  void takesNoOtherStatusThan200(int status) {
    server.answer("/doc", Answer.status(status));

    assertThat(failure(fetcher, server.uri("/doc"))).isEqualTo(FetchFailure.STATUS);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) {
    server.answer("/doc", Answer.status(status).with("Location", server.uri("/other").toString()));
    server.answer("/other", Answer.ok("{}"));

    assertThat(failure(fetcher, server.uri("/doc"))).isEqualTo(FetchFailure.REDIRECT);
    assertThat(server.fetches("/other")).isZero();
  }

  @Test
  void givesUpOnAServerThatSaysNothing() {
    server.answer("/doc", Answer.ok("{}").silent());

    assertThat(failure(impatient, server.uri("/doc"))).isEqualTo(FetchFailure.TIMEOUT);
  }

  @Test
  void givesUpOnABodyThatTricklesIn() {
    server.answer("/doc", Answer.ok("{}").trickling());

    assertThat(failure(impatient, server.uri("/doc"))).isEqualTo(FetchFailure.TIMEOUT);
  }

  @Test
  void saysThatThereIsNoConnection() {
    URI gone = server.uri("/doc");
    server.close();

    assertThat(failure(fetcher, gone)).isEqualTo(FetchFailure.CONNECTION);
  }

  private static HttpKeyFetcher fetcher(Duration responseTimeout) {
    return new HttpKeyFetcher(
        new JwksSettings.Fetch(Duration.ofSeconds(1), responseTimeout, LIMIT, 100));
  }

  private static FetchFailure failure(HttpKeyFetcher fetcher, URI uri) {
    CompletionException thrown =
        assertThatExceptionOfType(CompletionException.class)
            .isThrownBy(() -> fetcher.fetch(uri).join())
            .actual();
    return thrown.getCause() instanceof KeyFetchException known
        ? known.failure()
        : FetchFailure.INTERNAL;
  }
}
