package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.http.Problems;
import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
 * Takes deliveries of a tenant's log stream: {@code POST /ingest/auth0}; at {@code
 * /ingest/auth0/history}, what is imported of the time before; and at {@code /ingest/operations}
 * what was deployed.
 *
 * <p>Answers 2xx only when everything that could be read is on disk. Auth0 sends again whatever was
 * not answered with 2xx, so a delivery that would fail forever must not: elements that are no
 * events are kept apart and counted, and the rest is stored.
 */
final class WebhookHandler {

  private static final String RETRY_AFTER_SECONDS = "2";
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  /** A file by its digest. Other readers' positions are not for others to move. */
  private static final Pattern READER = Pattern.compile("file:[0-9a-f]{64}");

  private static final Pattern POSITION = Pattern.compile("all|[0-9]{1,18}");

  private static final List<MediaType> JSON =
      List.of(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));

  private static final List<MediaType> LINES =
      List.of(
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
  private final OperationReader operations;
  private final IntakeQueue queue;
  private final EventStore store;
  private final Crosscheck crosscheck;
  private final PipelineMetrics metrics;
  private final Clock clock;

  WebhookHandler(
      CollectorProperties properties,
      PayloadReader reader,
      IntakeQueue queue,
      EventStore store,
      Crosscheck crosscheck,
      PipelineMetrics metrics,
      Clock clock) {
    this.token = new WebhookToken(properties.webhook().token());
    this.maxBytes = (int) properties.webhook().maxBody().toBytes();
    this.commitTimeout = properties.commitTimeout();
    this.slots = new Semaphore(properties.webhook().maxRequests());
    this.reader = reader;
    this.operations = new OperationReader(properties.maxAhead());
    this.queue = queue;
    this.store = store;
    this.crosscheck = crosscheck;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What happens now. */
  Mono<ServerResponse> handle(ServerRequest request) {
    return handle(
        request,
        () -> read(request, (body, gzip) -> reader.read(body, gzip, clock.instant()), this::store));
  }

  /**
   * What happened before. With {@code reader} and {@code position} it is noted, in the same commit,
   * how far that reader has come.
   */
  Mono<ServerResponse> handleHistory(ServerRequest request) {
    return handle(
        request,
        () -> {
          Cursor cursor = cursor(request);
          return read(
              request,
              (body, gzip) ->
                  is(LINES, request)
                      ? reader.readLines(body, gzip, clock.instant())
                      : reader.read(body, gzip, clock.instant()),
              batch -> storeHistory(batch, cursor));
        });
  }

  /** What was deployed, or done to the system otherwise. */
  Mono<ServerResponse> handleOperation(ServerRequest request) {
    return handle(
        request,
        () ->
            read(
                request,
                (body, gzip) -> operations.read(reader.text(body, gzip), clock.instant()),
                batch ->
                    committed(() -> queue.submit(Event.OPERATIONS, batch, null))
                        .flatMap(receipt -> acknowledged(batch, receipt))));
  }

  /** How far a reader of history has come. */
  Mono<ServerResponse> position(ServerRequest request) {
    if (!token.matches(request.headers().header(HttpHeaders.AUTHORIZATION))) {
      return unauthorized();
    }
    String name = request.queryParam("reader").orElse("");
    return Mono.fromCallable(() -> store.cursor(checked("reader", name, READER)))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(
            cursor ->
                cursor
                    .map(
                        known ->
                            ServerResponse.ok().bodyValue(Map.of("position", known.position())))
                    .orElseGet(
                        () -> Problems.answer(HttpStatus.NOT_FOUND, "Nothing was read by it yet")))
        .onErrorResume(PayloadException.class, this::unreadable)
        .onErrorResume(
            StoreUnavailableException.class,
            e -> busy("store_unavailable", "The event store cannot be read"));
  }

  private @Nullable Cursor cursor(ServerRequest request) {
    Optional<String> name = request.queryParam("reader");
    return name.isEmpty()
        ? null
        : new Cursor(
            checked("reader", name.get(), READER),
            checked("position", request.queryParam("position").orElse(""), POSITION),
            clock.instant());
  }

  private static String checked(String parameter, String value, Pattern expected) {
    if (!expected.matcher(value).matches()) {
      throw new PayloadException(
          PayloadException.Kind.MALFORMED, parameter + ": expected " + expected);
    }
    return value;
  }

  private Mono<ServerResponse> handle(ServerRequest request, Supplier<Mono<ServerResponse>> take) {
    if (!token.matches(request.headers().header(HttpHeaders.AUTHORIZATION))) {
      return unauthorized();
    }
    boolean known = is(JSON, request) || is(LINES, request);
    if (!known || !isReadable(encoding(request))) {
      return unsupported();
    }
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      return tooLarge("The body is larger than %d bytes".formatted(maxBytes));
    }
    if (!slots.tryAcquire()) {
      return busy("busy", "Too many deliveries are being read");
    }
    // The slot is free before the answer is, so that who waits for the answer finds room.
    return Mono.using(() -> slots, held -> answered(Mono.defer(take)), Semaphore::release);
  }

  private Mono<ServerResponse> read(
      ServerRequest request, Reading reading, Function<Batch, Mono<ServerResponse>> store) {
    boolean gzip = encoding(request).equals("gzip");
    return body(request)
        .timeout(BODY_TIMEOUT)
        .flatMap(
            body ->
                // Off the event loop: eight megabytes of JSON take a while.
                Mono.fromCallable(() -> reading.read(body, gzip))
                    .subscribeOn(Schedulers.boundedElastic()))
        .flatMap(store);
  }

  private Mono<ServerResponse> answered(Mono<ServerResponse> taken) {
    return taken
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
    return committed(() -> queue.submit(Event.AUTH0, batch, null))
        .doOnNext(receipt -> crosscheck.brought(Crosscheck.Channel.WEBHOOK, batch.events()))
        .flatMap(receipt -> acknowledged(batch, receipt));
  }

  private Mono<ServerResponse> storeHistory(Batch batch, @Nullable Cursor cursor) {
    Batch past =
        new Batch(batch.events().stream().map(StoredEvent::cameAtOnce).toList(), batch.rejected());
    return committed(() -> queue.submitImported(Event.AUTH0, past, cursor))
        .flatMap(receipt -> acknowledged(past, receipt));
  }

  private Mono<Receipt> committed(Supplier<CompletableFuture<Receipt>> submission) {
    return Mono.fromFuture(submission, true).timeout(commitTimeout);
  }

  private static Mono<ServerResponse> acknowledged(Batch batch, Receipt receipt) {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(Acknowledgement.of(receipt, batch.rejected()));
  }

  private static boolean is(List<MediaType> types, ServerRequest request) {
    Optional<MediaType> given = contentType(request);
    return given.isPresent() && types.stream().anyMatch(type -> type.includes(given.get()));
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

  /** Reads what a body holds. */
  private interface Reading {
    Batch read(byte[] body, boolean gzip);
  }
}
