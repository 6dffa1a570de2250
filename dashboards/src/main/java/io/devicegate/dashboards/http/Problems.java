package io.devicegate.dashboards.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Refusals as {@code application/problem+json} (RFC 9457). */
public final class Problems {

  private Problems() {}

  /** A refusal; the detail names the field and the fix. */
  public static Mono<ServerResponse> answer(HttpStatus status, String detail) {
    return answer(status, detail, HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** A refusal with one header of its own. */
  public static Mono<ServerResponse> answer(
      HttpStatus status, String detail, String header, String value) {
    return ServerResponse.status(status)
        .header(header, value)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyValue(ProblemDetail.forStatusAndDetail(status, detail));
  }
}
