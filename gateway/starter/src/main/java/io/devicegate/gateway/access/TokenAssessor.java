package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.login.LoginAttempt;
import io.devicegate.gateway.protocol.Protocol;
import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.protocol.ProtocolGrader;
import io.devicegate.gateway.token.BearerToken;
import io.devicegate.gateway.token.CheckedToken;
import io.devicegate.gateway.token.TenantTokens;
import io.devicegate.gateway.token.VerifiedJwt;
import io.devicegate.gateway.token.VerifiedToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about a token, once for however many requests carry it at the same time: signature,
 * protocol, login rules. What was found out hangs on the remembered token, so that the next request
 * with it costs one look-up.
 */
final class TokenAssessor {

  /** An issuer's log comes a while after the token: until then it is asked for again and again. */
  private static final Duration UNKNOWN_TTL = Duration.ofSeconds(5);

  private final TenantTokens tokens;
  private final ProtocolGrader grader;
  private final LoginVerdicts logins;
  private final PolicyCheck policies;
  private final int maxInFlight;
  private final Clock clock;
  private final Map<BearerToken.Digest, CompletableFuture<Assessment>> inFlight =
      new ConcurrentHashMap<>();

  TokenAssessor(
      TenantTokens tokens,
      ProtocolGrader grader,
      LoginVerdicts logins,
      PolicyCheck policies,
      int maxInFlight,
      Clock clock) {
    this.tokens = tokens;
    this.grader = grader;
    this.logins = logins;
    this.policies = policies;
    this.maxInFlight = maxInFlight;
    this.clock = clock;
  }

  /**
   * Completes with a {@link RefusedException} unless the token verifies and the rules could run.
   */
  CompletableFuture<Assessment> assess(BearerToken token, AccessRequest request) {
    Assessment known = known(token);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    BearerToken.Digest digest = token.digest();
    if (inFlight.size() >= maxInFlight && !inFlight.containsKey(digest)) {
      return CompletableFuture.failedFuture(new RefusedException(Reason.OVERLOADED));
    }
    CompletableFuture<Assessment> mine = new CompletableFuture<>();
    CompletableFuture<Assessment> running = inFlight.putIfAbsent(digest, mine);
    if (running != null) {
      return running;
    }
    CompletableFuture<Assessment> unused =
        start(token, request)
            .whenComplete((assessment, failure) -> finish(mine, digest, assessment, failure));
    return mine;
  }

  private @Nullable Assessment known(BearerToken token) {
    VerifiedJwt jwt = tokens.find(token);
    return jwt != null
            && jwt.attachment() instanceof Assessment known
            && clock.instant().isBefore(known.until())
        ? known
        : null;
  }

  private CompletableFuture<Assessment> start(BearerToken token, AccessRequest request) {
    try {
      return tokens.check(token).thenCompose(checked -> judge(token, request, checked));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Assessment> judge(
      BearerToken token, AccessRequest request, CheckedToken checked) {
    VerifiedToken verified = checked.token();
    ProtocolGrade grade = grader.grade(verified);
    return logins
        .of(new LoginAttempt(token, verified, grade, request.ip(), request.userAgent()))
        .thenApply(
            kept -> {
              Assessment assessment =
                  Assessment.of(
                      verified, grade, kept.verdict(), policies, until(grade, kept.until()));
              if (checked.jwt() != null) {
                checked.jwt().attach(assessment);
              }
              return assessment;
            });
  }

  private Instant until(ProtocolGrade grade, Instant verdictUntil) {
    Instant again = clock.instant().plus(UNKNOWN_TTL);
    return grade.protocol() == Protocol.UNKNOWN && again.isBefore(verdictUntil)
        ? again
        : verdictUntil;
  }

  private void finish(
      CompletableFuture<Assessment> waiting,
      BearerToken.Digest digest,
      @Nullable Assessment assessment,
      @Nullable Throwable failure) {
    inFlight.remove(digest);
    if (assessment != null) {
      waiting.complete(assessment);
    } else {
      waiting.completeExceptionally(
          failure == null ? new RefusedException(Reason.CHECK_FAILED) : failure);
    }
  }
}
