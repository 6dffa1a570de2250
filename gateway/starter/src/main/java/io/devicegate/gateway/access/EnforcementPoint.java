package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.login.LoginVerdict;
import io.devicegate.gateway.protocol.Protocol;
import io.devicegate.gateway.token.BearerToken;
import io.devicegate.gateway.token.BearerTokenReader;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where it is decided whether a request goes through. Whatever is not expressly
 * allowed is refused, a fault of our own included.
 *
 * <p>Never blocks: a decision about a token already known is there at once.
 */
public final class EnforcementPoint {

  private static final Logger log = LoggerFactory.getLogger(EnforcementPoint.class);

  private final BearerTokenReader reader;
  private final TokenAssessor assessor;
  private final SenderCheck senders;
  private final DecisionIds ids;

  EnforcementPoint(
      BearerTokenReader reader, TokenAssessor assessor, SenderCheck senders, Clock clock) {
    this.reader = reader;
    this.assessor = assessor;
    this.senders = senders;
    this.ids = new DecisionIds(clock);
  }

  /** Decides about a request. Always completes with a decision, never exceptionally. */
  public CompletableFuture<Decision> decide(AccessRequest request) {
    String id = ids.next();
    Requirement requirement = request.requirement();
    if (requirement == null) {
      return CompletableFuture.completedFuture(refuse(id, Reason.ROUTE_MISCONFIGURED, null));
    }
    if (requirement == Requirement.NONE) {
      return CompletableFuture.completedFuture(new Decision.Allow(id, null));
    }
    return decide(id, requirement, request).exceptionally(failure -> refuse(id, request, failure));
  }

  private CompletableFuture<Decision> decide(
      String id, Requirement requirement, AccessRequest request) {
    try {
      BearerToken token = reader.read(request.headers(), request.query());
      return assessor
          .assess(token, request)
          .thenCompose(
              assessment ->
                  senders
                      .check(token, assessment.token(), request)
                      .thenApply(nonce -> decide(id, requirement, assessment, nonce)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Decision decide(
      String id, Requirement requirement, Assessment assessment, @Nullable String dpopNonce) {
    DevicePrincipal principal = assessment.principal();
    if (requirement == Requirement.DEVICE) {
      Protocol protocol = assessment.grade().protocol();
      if (protocol == Protocol.NOT_DEVICE) {
        return refuse(id, Reason.NOT_DEVICE_FLOW, principal);
      }
      if (protocol != Protocol.DEVICE) {
        return refuse(id, Reason.PROTOCOL_UNKNOWN, principal);
      }
    }
    if (assessment.verdict() instanceof LoginVerdict.Refused refused) {
      return new Decision.Refuse(id, refused.reason(), refused.message(), principal);
    }
    return new Decision.Allow(id, principal, dpopNonce);
  }

  private static Decision.Refuse refuse(
      String id, Reason reason, @Nullable DevicePrincipal principal) {
    return new Decision.Refuse(id, reason, reason.detail(), principal);
  }

  private static Decision.Refuse refuse(String id, AccessRequest request, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedException refused) {
        Reason reason = refused.reason();
        return new Decision.Refuse(id, reason, reason.detail(), null, refused.hints());
      }
    }
    log.error("{} could not be checked", request, failure);
    return refuse(id, Reason.CHECK_FAILED, null);
  }
}
