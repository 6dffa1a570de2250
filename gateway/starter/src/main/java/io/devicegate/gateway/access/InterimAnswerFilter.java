package io.devicegate.gateway.access;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers 502 where an upstream's interim answer, such as 103, was taken for its last one (RFC 9110
 * section 15.2). Passed on, it would leave the client waiting for another and take the next
 * request's answer for this one's; and the real answer would still be in the connection to the
 * upstream, which the failure closes.
 */
final class InterimAnswerFilter implements HttpHeadersFilter {

  @Override
  public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
    HttpStatusCode status = exchange.getResponse().getStatusCode();
    if (status != null
        && status.is1xxInformational()
        && status.value() != HttpStatus.SWITCHING_PROTOCOLS.value()) {
      throw new ResponseStatusException(HttpStatus.BAD_GATEWAY, "The upstream answered " + status);
    }
    return input;
  }

  @Override
  public boolean supports(Type type) {
    return type == Type.RESPONSE;
  }
}
