package io.devicegate.gateway.edge;

import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks for an {@code access_token} field in a form body (RFC 6750, section 2.2).
 *
 * <p>Only where it is cheap: the body is a form, its length is announced and at most {@value
 * #MAX_LENGTH} bytes. Such a body is read whole, before anything is sent upstream, and replayed.
 * Longer forms and forms of unknown length stream through unread; a token in them is never a
 * credential here, since {@link Credentials} reads the {@code Authorization} header only, so it
 * opens nothing at the gateway, and an upstream behind the gateway must not accept one.
 */
public final class FormTokens {

  static final int MAX_LENGTH = 16_384;

  private FormTokens() {}

  /**
   * Returns whether the body of a request with these headers is worth {@link #inspect inspecting}.
   */
  public static boolean mayHold(HttpHeaders headers) {
    long length = headers.getContentLength();
    return length > 0 && length <= MAX_LENGTH && isForm(headers);
  }

  /** Reads the body and returns what was found and the request to go on with. */
  public static Mono<Inspected> inspect(ServerHttpRequest request) {
    return DataBufferUtils.join(request.getBody(), MAX_LENGTH)
        .map(FormTokens::bytes)
        .map(body -> inspected(request, body))
        .switchIfEmpty(Mono.fromSupplier(() -> new Inspected(request, false)));
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

  private static Inspected inspected(ServerHttpRequest request, byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return new Inspected(new Replayed(request, body), FormEncoding.hasField(text, "access_token"));
  }

  /**
   * A request whose body was looked at.
   *
   * @param request the same request with its body to be read again
   * @param holdsToken whether the body has an {@code access_token} field
   */
  public record Inspected(ServerHttpRequest request, boolean holdsToken) {}

  private static final class Replayed extends ServerHttpRequestDecorator {

    private final byte[] body;

    Replayed(ServerHttpRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
    }
  }
}
