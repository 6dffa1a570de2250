package io.devicegate.gateway.introspection;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends one form and brings the answer back.
 *
 * <p>The future fails when there is no answer, when it takes longer than the transport allows, and
 * when its body is longer. Redirects are not followed: a token goes to the configured URL only.
 */
@FunctionalInterface
public interface IntrospectionTransport {

  /** Posts a form; header names are in lower case. */
  CompletableFuture<Answer> post(URI endpoint, Map<String, String> headers, String form);

  /**
   * An answer.
   *
   * @param status its status
   * @param contentType its {@code Content-Type}; null when it has none
   * @param retryAfter its {@code Retry-After}; null when it has none
   * @param body its body, decoded as UTF-8
   */
  record Answer(
      int status, @Nullable String contentType, @Nullable String retryAfter, String body) {}
}
