package io.devicegate.gateway.edge;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.Reason;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a request with an {@code access_token} field in its form body (RFC 6750, section 2.2).
 *
 * <p>Only where it is cheap to see: the body is a form, its length is announced and at most {@value
 * #MAX_LENGTH} bytes. Such a body is read whole, before anything is sent upstream, and replayed.
 * Longer forms and forms of unknown length stream through unread; a token in them is never a
 * credential here, since {@link Credentials} reads the {@code Authorization} header only, so it
 * opens nothing at the gateway, and an upstream behind the gateway must not accept one.
 */
final class FormTokenFilter implements WebFilter {

  static final int MAX_LENGTH = 16_384;

  private final EdgeRefusals refusals;

  /** Creates a filter that leaves refusing to another. */
  FormTokenFilter(EdgeRefusals refusals) {
    this.refusals = requireNonNull(refusals, "refusals");
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    if (!mayHoldToken(request.getHeaders())) {
      return chain.filter(exchange);
    }
    return DataBufferUtils.join(request.getBody(), MAX_LENGTH)
        .map(FormTokenFilter::bytes)
        .defaultIfEmpty(new byte[0])
        .flatMap(
            body ->
                holdsToken(body)
                    ? refusals.refuse(exchange, Reason.TOKEN_IN_FORM, "form")
                    : chain.filter(replaying(exchange, body)));
  }

  static boolean mayHoldToken(HttpHeaders headers) {
    long length = headers.getContentLength();
    return length > 0 && length <= MAX_LENGTH && isForm(headers);
  }

  private static boolean isForm(HttpHeaders headers) {
    try {
      return MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(headers.getContentType());
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static boolean holdsToken(byte[] body) {
    return FormEncoding.hasField(new String(body, StandardCharsets.ISO_8859_1), "access_token");
  }

  private static ServerWebExchange replaying(ServerWebExchange exchange, byte[] body) {
    return exchange.mutate().request(new ReplayedForm(exchange.getRequest(), body)).build();
  }
}
