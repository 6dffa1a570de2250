package io.devicegate.sandbox.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Access tokens without an API: random strings that only this tenant understands
 * (https://auth0.com/docs/secure/tokens/access-tokens). Bounded; an evicted token is refused.
 */
@Component
final class OpaqueTokens {

  /** What a token stands for. */
  record Grant(String subject, String clientId, Set<String> scopes) {}

  private final Cache<String, Grant> grants;

  OpaqueTokens(SandboxProperties properties, Clock clock) {
    this.grants =
        Caffeine.newBuilder()
            .maximumSize(properties.limits().opaqueTokens())
            .expireAfterWrite(properties.lifetimes().accessToken())
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  String issue(AccessTokens.Order order) {
    String token = Secrets.random();
    grants.put(token, new Grant(order.subject(), order.clientId(), order.scopes()));
    return token;
  }

  Optional<Grant> find(String token) {
    return Optional.ofNullable(grants.getIfPresent(token));
  }
}
