package io.devicegate.dashboards.query;

import io.devicegate.dashboards.http.Problems;
import io.devicegate.dashboards.store.StoreTimeoutException;
import io.devicegate.dashboards.store.StoreUnavailableException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers in JSON off the event loop, with an {@code ETag} made of the content; failures as
 * problem+json.
 */
final class Answers {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private static final int TAG_BYTES = 12;

  private final JsonMapper json = JsonMapper.shared();

  /** The answer to a question that always has one. */
  Mono<ServerResponse> json(ServerRequest request, Supplier<Object> question) {
    return found(request, () -> Optional.of(question.get()), "");
  }

  /** The answer, or a 404 that says what is missing. */
  Mono<ServerResponse> found(
      ServerRequest request, Supplier<Optional<Object>> question, String missing) {
    return Mono.fromCallable(() -> question.get().map(json::writeValueAsBytes))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(
            body ->
                body.map(bytes -> tagged(request, bytes))
                    .orElseGet(() -> Problems.answer(HttpStatus.NOT_FOUND, missing)))
        .onErrorResume(IllegalArgumentException.class, Answers::refused)
        .onErrorResume(StoreTimeoutException.class, Answers::tooLong)
        .onErrorResume(StoreUnavailableException.class, Answers::unavailable);
  }

  private static Mono<ServerResponse> tagged(ServerRequest request, byte[] body) {
    String tag = tag(body);
    if (matches(request, tag)) {
      return notModified(tag);
    }
    return ServerResponse.ok().eTag(tag).contentType(MediaType.APPLICATION_JSON).bodyValue(body);
  }

  /** Whether the caller has what goes by that tag (RFC 9110, section 13.1.2: weak comparison). */
  static boolean matches(ServerRequest request, String tag) {
    return request.headers().header(HttpHeaders.IF_NONE_MATCH).stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(String::strip)
        .map(given -> given.startsWith("W/") ? given.substring(2) : given)
        .anyMatch(given -> given.equals(tag) || given.equals("*"));
  }

  static Mono<ServerResponse> notModified(String tag) {
    return ServerResponse.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
  }

  static Mono<ServerResponse> refused(IllegalArgumentException e) {
    return Problems.answer(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }

  private static Mono<ServerResponse> tooLong(StoreTimeoutException e) {
    return Problems.answer(
        HttpStatus.GATEWAY_TIMEOUT,
        "The question took longer than "
            + e.limit()
            + " (property devicegate.store.query-timeout). Ask for a shorter time, or filter by"
            + " more.");
  }

  private static Mono<ServerResponse> unavailable(StoreUnavailableException e) {
    log.warn("A question was not answered", e);
    return Problems.answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The event store cannot be read now",
        HttpHeaders.RETRY_AFTER,
        "2");
  }

  private static String tag(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      byte[] begin = Arrays.copyOf(hash, TAG_BYTES);
      return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(begin) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
