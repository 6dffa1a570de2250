package io.devicegate.gateway.token;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches documents with the JDK's HTTP client, on a few threads of its own that end when idle. */
public final class HttpKeyFetcher implements KeyFetcher {

  private static final int THREADS = 4;

  private final JwksSettings.Fetch limits;
  private final Executor executor;
  private final HttpClient client;

  public HttpKeyFetcher(JwksSettings.Fetch limits) {
    this.limits = limits;
    this.executor = threads();
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limits.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .executor(executor)
            .build();
  }

  @Override
  public CompletableFuture<FetchedDocument> fetch(URI uri) {
    // Not on the caller's thread, which may be an event loop: the host name is looked up before
    // anything is sent.
    return CompletableFuture.completedFuture(uri)
        .thenComposeAsync(this::send, executor)
        .thenApplyAsync(this::document, executor)
        .exceptionallyCompose(error -> CompletableFuture.failedFuture(explained(error)));
  }

  private CompletableFuture<HttpResponse<byte[]>> send(URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json, application/jwk-set+json")
            .timeout(limits.responseTimeout())
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, answer -> new LimitedBody(limits.maxBytes()));
    // The client's own time-out ends with the headers; a body that trickles in must not hold the
    // connection either.
    return exchange
        .copy()
        .orTimeout(limits.responseTimeout().toMillis(), MILLISECONDS)
        .whenComplete((answer, error) -> exchange.cancel(true));
  }

  private FetchedDocument document(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status >= 300 && status < 400) {
      throw new KeyFetchException(FetchFailure.REDIRECT, "redirected with status " + status);
    }
    if (status != 200) {
      throw new KeyFetchException(FetchFailure.STATUS, "answered with status " + status);
    }
    return new FetchedDocument(
        answer.body(), CacheControl.maxAge(answer.headers().allValues("Cache-Control")));
  }

  private static KeyFetchException explained(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof KeyFetchException known) {
        return known;
      }
      if (each instanceof TimeoutException || each instanceof HttpTimeoutException) {
        return new KeyFetchException(FetchFailure.TIMEOUT, "no complete answer in time", cause);
      }
    }
    return new KeyFetchException(FetchFailure.CONNECTION, "no connection", cause);
  }

  private static Executor threads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "devicegate-keys");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
