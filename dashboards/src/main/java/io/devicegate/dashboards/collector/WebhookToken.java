package io.devicegate.dashboards.collector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The webhook's token, compared in constant time. Without a token nothing matches. */
final class WebhookToken {

  private final byte @Nullable [] expected;

  WebhookToken(@Nullable String token) {
    this.expected = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  boolean isConfigured() {
    return expected != null;
  }

  /** Whether exactly one header was sent and it is the token, word for word. */
  boolean matches(List<String> authorization) {
    return expected != null
        && authorization.size() == 1
        && MessageDigest.isEqual(expected, authorization.get(0).getBytes(StandardCharsets.UTF_8));
  }
}
