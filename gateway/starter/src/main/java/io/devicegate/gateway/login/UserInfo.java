package io.devicegate.gateway.login;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.token.IssuerClient;
import io.devicegate.gateway.token.VerifiedToken;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the issuer about the user (OpenID Connect Core section 5.3), when the token is good for
 * that: Auth0 then names {@code {issuer}userinfo} among its audiences. Whoever the answer is about
 * must be the token's subject.
 */
final class UserInfo {

  private static final Logger log = LoggerFactory.getLogger(UserInfo.class);

  private final IssuerClient client;

  UserInfo(IssuerClient client) {
    this.client = client;
  }

  /** The user; refuses with {@link Reason#USERINFO_UNAVAILABLE} when the issuer does not answer. */
  CompletableFuture<Map<String, Object>> find(LoginAttempt attempt) {
    VerifiedToken token = attempt.verified();
    String address = token.tenant().issuer() + "userinfo";
    if (!(token.claims().get("aud") instanceof Collection<?> audiences)
        || !audiences.contains(address)) {
      return CompletableFuture.completedFuture(UserProfile.of(token));
    }
    return client
        .get(URI.create(address), attempt.token())
        .thenApply(userInfo -> profile(token, userInfo))
        .exceptionallyCompose(
            failure -> {
              log.warn(
                  "The userinfo of tenant {} is unavailable: {}",
                  token.tenant().name(),
                  failure.getMessage());
              return CompletableFuture.failedFuture(
                  new RefusedException(Reason.USERINFO_UNAVAILABLE));
            });
  }

  private static Map<String, Object> profile(VerifiedToken token, Map<String, Object> userInfo) {
    if (!token.subject().equals(userInfo.get("sub"))) {
      throw new IllegalStateException("the answer is about another subject");
    }
    return UserProfile.of(token, userInfo);
  }
}
