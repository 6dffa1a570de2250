package io.devicegate.gateway.token;

import java.util.concurrent.CompletableFuture;

/** Checks tokens. */
@FunctionalInterface
public interface TokenCheck {

  /** Checks a token without blocking. */
  CompletableFuture<TokenVerdict> verify(String token);
}
