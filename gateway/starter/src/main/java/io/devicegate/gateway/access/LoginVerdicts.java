package io.devicegate.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.login.LoginAttempt;
import io.devicegate.gateway.login.LoginCheck;
import io.devicegate.gateway.login.LoginVerdict;
import io.devicegate.gateway.token.BearerToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the login rules once for a token, since a login happens once, however often the token's
 * signature is verified again. A verdict is kept as long as its token lives; that a rule is broken,
 * only for a short time.
 */
final class LoginVerdicts {

  private static final int CAPACITY = 100_000;

  private final LoginCheck login;
  private final Duration failureTtl;
  private final Clock clock;
  private final Cache<BearerToken.Digest, Kept> verdicts =
      Caffeine.newBuilder()
          .maximumSize(CAPACITY)
          .expireAfter(Expiry.creating((BearerToken.Digest token, Kept kept) -> left(kept)))
          .build();

  LoginVerdicts(LoginCheck login, Duration failureTtl, Clock clock) {
    this.login = login;
    this.failureTtl = failureTtl;
    this.clock = clock;
  }

  CompletableFuture<Kept> of(LoginAttempt attempt) {
    if (login == LoginCheck.NONE) {
      return login.check(attempt).thenApply(verdict -> new Kept(verdict, Instant.MAX));
    }
    BearerToken.Digest digest = attempt.token().digest();
    Kept known = verdicts.getIfPresent(digest);
    if (known != null && clock.instant().isBefore(known.until)) {
      return CompletableFuture.completedFuture(known);
    }
    return login.check(attempt).thenApply(verdict -> keep(digest, attempt, verdict));
  }

  private Kept keep(BearerToken.Digest digest, LoginAttempt attempt, LoginVerdict verdict) {
    Kept kept = new Kept(verdict, until(attempt, verdict));
    verdicts.put(digest, kept);
    return kept;
  }

  private Instant until(LoginAttempt attempt, LoginVerdict verdict) {
    Instant end = attempt.verified().expiresAt().plus(attempt.verified().tenant().clockSkew());
    boolean mayHeal =
        verdict instanceof LoginVerdict.Refused refused
            && refused.reason() == Reason.LOGIN_RULE_FAILED;
    Instant healed = clock.instant().plus(failureTtl);
    return mayHeal && healed.isBefore(end) ? healed : end;
  }

  private Duration left(Kept kept) {
    Duration left = Duration.between(clock.instant(), kept.until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * A verdict.
   *
   * @param until when it is to be asked for again
   */
  record Kept(LoginVerdict verdict, Instant until) {}
}
