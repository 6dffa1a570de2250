package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.http.Problems;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.AbortedException;

/**
 * Takes deliveries of a tenant's log stream: {@code POST /ingest/auth0}.
 *
 * <p>Answers 2xx only when everything that could be read is on disk. Auth0 sends again whatever was
 * not answered with 2xx, so a delivery that would fail forever must not: elements that are no
 * events are kept apart and counted, and the rest is stored.
 */
final class WebhookHandler {

  private static final String RETRY_AFTER_SECONDS = "2";
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  private static final List<MediaType> ACCEPTED =
      List.of(
          MediaType.APPLICATION_JSON,
          new MediaType("application", "*+json"),
          MediaType.APPLICATION_NDJSON,
          new MediaType("application", "ndjson"),
          new MediaType("application", "jsonl"),
          new MediaType("application", "jsonlines"),
          new MediaType("application", "x-jsonlines"));

  private final WebhookToken token;
  private final int maxBytes;
  private final Duration commitTimeout;
  private final Semaphore slots;
  private final PayloadReader reader;
  private final IntakeQueue queue;
  private final Crosscheck crosscheck;
  private final PipelineMetrics metrics;
  private final Clock clock;

  WebhookHandler(
      CollectorProperties properties,
      PayloadReader reader,
      IntakeQueue queue,
      Crosscheck crosscheck,
      PipelineMetrics metrics,
      Clock clock) {
    this.token = new WebhookToken(properties.webhook().token());
    this.maxBytes = (int) properties.webhook().maxBody().toBytes();
    this.commitTimeout = properties.commitTimeout();
    this.slots = new Semaphore(properties.webhook().maxRequests());
    this.reader = reader;
    this.queue = queue;
    this.crosscheck = crosscheck;
    this.metrics = metrics;
    this.clock = clock;
  }

  Mono<ServerResponse> handle(ServerRequest request) {
    if (!token.matches(request.headers().header(HttpHeaders.AUTHORIZATION))) {
      return unauthorized();
    }
    if (!isJson(request) || !isReadable(encoding(request))) {
      return unsupported();
    }
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      return tooLarge("The body is larger than %d bytes".formatted(maxBytes));
    }
    if (!slots.tryAcquire()) {
      return busy("busy", "Too many deliveries are being read");
    }
    // The slot is free before the answer is, so that who waits for the answer finds room.
    return Mono.using(() -> slots, held -> take(request), Semaphore::release);
  }

  private Mono<ServerResponse> take(ServerRequest request) {
    boolean gzip = encoding(request).equals("gzip");
    return body(request)
        .timeout(BODY_TIMEOUT)
        .flatMap(
            body ->
                // Off the event loop: eight megabytes of JSON take a while.
                Mono.fromCallable(() -> reader.read(body, gzip, clock.instant()))
                    .subscribeOn(Schedulers.boundedElastic()))
        .flatMap(this::store)
        .onErrorResume(DataBufferLimitException.class, e -> tooLargeBody())
        .onErrorResume(PayloadException.class, this::unreadable)
        .onErrorResume(
            NotAcceptedException.class, e -> busy(e.reason(), String.valueOf(e.getMessage())))
        .onErrorResume(AbortedException.class, e -> aborted())
        .onErrorResume(TimeoutException.class, e -> busy("timeout", "It took too long"))
        .onErrorResume(
            StoreUnavailableException.class,
            e -> busy("store_unavailable", "The event store cannot be written"));
  }

  private Mono<byte[]> body(ServerRequest request) {
    return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), maxBytes)
        .map(WebhookHandler::bytes)
        .defaultIfEmpty(new byte[0]);
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private Mono<ServerResponse> store(Batch batch) {
    return Mono.fromFuture(() -> queue.submit(Event.AUTH0, batch, null), true)
        .timeout(commitTimeout)
        .doOnNext(receipt -> crosscheck.brought(Crosscheck.Channel.WEBHOOK, batch.events()))
        .flatMap(
            receipt ->
                ServerResponse.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Acknowledgement.of(receipt, batch.rejected())));
  }

  private static boolean isJson(ServerRequest request) {
    Optional<MediaType> type = contentType(request);
    return type.isPresent()
        && ACCEPTED.stream().anyMatch(accepted -> accepted.includes(type.get()));
  }

  private static Optional<MediaType> contentType(ServerRequest request) {
    try {
      return request.headers().contentType();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String encoding(ServerRequest request) {
    return String.join(",", request.headers().header(HttpHeaders.CONTENT_ENCODING))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isReadable(String encoding) {
    return encoding.isEmpty() || encoding.equals("identity") || encoding.equals("gzip");
  }

  private Mono<ServerResponse> unauthorized() {
    metrics.refused("unauthorized");
    String detail =
        token.isConfigured()
            ? "The Authorization header is not the webhook's token, word for word"
            : "No webhook token is configured here; set " + CollectorProperties.TOKEN_PROPERTY;
    return Problems.answer(
        HttpStatus.UNAUTHORIZED, detail, HttpHeaders.WWW_AUTHENTICATE, "Token realm=\"ingest\"");
  }

  private Mono<ServerResponse> unsupported() {
    metrics.refused("media_type");
    return Problems.answer(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "Expected Content-Type application/json or application/x-ndjson, and Content-Encoding gzip"
            + " or none",
        HttpHeaders.ACCEPT,
        "application/json, application/x-ndjson");
  }

  private Mono<ServerResponse> tooLargeBody() {
    return tooLarge("The body is larger than %d bytes".formatted(maxBytes));
  }

  private Mono<ServerResponse> tooLarge(String detail) {
    metrics.refused("too_large");
    return Problems.answer(HttpStatus.CONTENT_TOO_LARGE, detail);
  }

  private Mono<ServerResponse> unreadable(PayloadException e) {
    if (e.kind() == PayloadException.Kind.TOO_LARGE) {
      return tooLarge(String.valueOf(e.getMessage()));
    }
    metrics.refused("malformed");
    return Problems.answer(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }

  /** Nobody is left to read the answer; without one the log would call it our failure. */
  private Mono<ServerResponse> aborted() {
    metrics.refused("aborted");
    return Problems.answer(HttpStatus.BAD_REQUEST, "The connection was closed inside the body");
  }

  private Mono<ServerResponse> busy(String reason, String detail) {
    metrics.refused(reason);
    return Problems.answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        detail + "; nothing of this delivery is acknowledged, send it again",
        HttpHeaders.RETRY_AFTER,
        RETRY_AFTER_SECONDS);
  }
}
