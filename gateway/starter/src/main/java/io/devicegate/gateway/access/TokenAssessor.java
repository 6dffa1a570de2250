package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.login.LoginAttempt;
import io.devicegate.gateway.login.LoginCheck;
import io.devicegate.gateway.login.LoginVerdict;
import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.protocol.ProtocolGrader;
import io.devicegate.gateway.token.BearerToken;
import io.devicegate.gateway.token.TokenVerifier;
import io.devicegate.gateway.token.VerifiedToken;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about a token, once for however many requests carry it at the same time: signature,
 * protocol, login rules. A remembered token's signature is verified again after a while; its login
 * rules are not run again, since a login happens once.
 */
final class TokenAssessor {

  private final AssessmentCache cache;
  private final TokenVerifier verifier;
  private final LoginCheck login;
  private final TokenCacheProperties properties;
  private final Clock clock;
  private final Map<BearerToken.Digest, CompletableFuture<Assessment>> inFlight =
      new ConcurrentHashMap<>();

  TokenAssessor(
      AssessmentCache cache,
      TokenVerifier verifier,
      LoginCheck login,
      TokenCacheProperties properties,
      Clock clock) {
    this.cache = cache;
    this.verifier = verifier;
    this.login = login;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Completes with a {@link RefusedException} unless the token verifies and the rules could run.
   */
  CompletableFuture<Assessment> assess(BearerToken token, AccessRequest request) {
    BearerToken.Digest digest = token.digest();
    Assessment known = cache.find(digest);
    if (known != null && isFresh(known)) {
      return CompletableFuture.completedFuture(known);
    }
    if (inFlight.size() >= properties.maxInFlight() && !inFlight.containsKey(digest)) {
      return CompletableFuture.failedFuture(new RefusedException(Reason.OVERLOADED));
    }
    CompletableFuture<Assessment> mine = new CompletableFuture<>();
    CompletableFuture<Assessment> running = inFlight.putIfAbsent(digest, mine);
    if (running != null) {
      return running;
    }
    // Again, since whoever had it in flight may have finished after the first look.
    Assessment meanwhile = cache.peek(digest);
    CompletableFuture<Assessment> result =
        meanwhile != null && isFresh(meanwhile)
            ? CompletableFuture.completedFuture(meanwhile)
            : start(token, request, meanwhile);
    CompletableFuture<Assessment> unused =
        result.whenComplete((assessment, failure) -> finish(mine, token, assessment, failure));
    return mine;
  }

  private boolean isFresh(Assessment known) {
    return clock.instant().isBefore(known.verifiedAt().plus(properties.reverifyAfter()));
  }

  private CompletableFuture<Assessment> start(
      BearerToken token, AccessRequest request, @Nullable Assessment known) {
    return verifier
        .verify(token)
        .thenCompose(
            verified -> {
              ProtocolGrade grade = ProtocolGrader.grade(verified);
              return verdict(token, verified, grade, request, known)
                  .thenApply(verdict -> new Assessment(verified, grade, verdict, clock.instant()));
            });
  }

  private CompletableFuture<LoginVerdict> verdict(
      BearerToken token,
      VerifiedToken verified,
      ProtocolGrade grade,
      AccessRequest request,
      @Nullable Assessment known) {
    return known != null
        ? CompletableFuture.completedFuture(known.verdict())
        : login.check(new LoginAttempt(token, verified, grade, request.ip(), request.userAgent()));
  }

  private void finish(
      CompletableFuture<Assessment> waiting,
      BearerToken token,
      @Nullable Assessment assessment,
      @Nullable Throwable failure) {
    // Remember before letting go: whoever comes between the two must find one of them.
    if (assessment != null) {
      cache.put(token.digest(), token, assessment);
    }
    inFlight.remove(token.digest());
    if (assessment != null) {
      waiting.complete(assessment);
    } else {
      waiting.completeExceptionally(
          failure == null ? new RefusedException(Reason.CHECK_FAILED) : failure);
    }
  }
}
