package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusalHints;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.budget.BudgetResult.Exhausted;
import io.devicegate.gateway.edge.Credentials;
import io.devicegate.gateway.login.LoginVerdict;
import io.devicegate.gateway.policy.Ruling;
import io.devicegate.gateway.protocol.Protocol;
import io.devicegate.gateway.signal.SignalCache;
import io.devicegate.gateway.signal.SignalSubjects;
import io.devicegate.gateway.token.BearerToken;
import io.devicegate.rules.event.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  /** OpenID Connect Front-Channel Logout 1.0, section 3. */
  private static final String SESSION = "sid";

  private final TokenAssessor assessor;
  private final SenderCheck senders;
  private final PolicyCheck policies;
  private final SignalCache signals;
  private final DecisionIds ids;
  private final Clock clock;
  private final int maxTokenLength;

  /**
   * Creates one.
   *
   * @param maxTokenLength longest token accepted, in characters
   */
  EnforcementPoint(
      TokenAssessor assessor,
      SenderCheck senders,
      PolicyCheck policies,
      SignalCache signals,
      int maxTokenLength,
      Clock clock) {
    this.assessor = assessor;
    this.senders = senders;
    this.policies = policies;
    this.signals = signals;
    this.maxTokenLength = maxTokenLength;
    this.clock = clock;
    this.ids = new DecisionIds(clock);
  }

  /** Decides about a request. Always completes with a decision, never exceptionally. */
  public CompletableFuture<Decision> decide(AccessRequest request) {
    String id = ids.next();
    RoutePolicy policy = request.policy();
    if (policy == null) {
      return CompletableFuture.completedFuture(refuse(id, Reason.ROUTE_MISCONFIGURED, null));
    }
    if (policy.requirement() == Requirement.NONE) {
      return CompletableFuture.completedFuture(new Decision.Allow(id, null));
    }
    return decide(id, policy, request).exceptionally(failure -> refuse(id, request, failure));
  }

  private CompletableFuture<Decision> decide(String id, RoutePolicy policy, AccessRequest request) {
    try {
      BearerToken token = token(request.credentials(), policy);
      return assessor
          .assess(token, request)
          .thenCompose(
              assessment ->
                  senders
                      .check(token, assessment.token(), request)
                      .thenApply(nonce -> decide(id, policy, request, assessment, nonce)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private BearerToken token(Credentials credentials, RoutePolicy policy) {
    if (credentials instanceof Credentials.Refused refused) {
      throw new RefusedException(refused.reason());
    }
    if (credentials instanceof Credentials.Token token) {
      if (token.token().length() > maxTokenLength) {
        throw new RefusedException(Reason.TOKEN_TOO_LARGE);
      }
      return new BearerToken(token.scheme(), token.token());
    }
    boolean other = credentials instanceof Credentials.None none && none.otherScheme();
    throw new RefusedException(
        other ? Reason.TOKEN_SCHEME_UNSUPPORTED : Reason.TOKEN_MISSING, senders.invitation(policy));
  }

  private Decision decide(
      String id,
      RoutePolicy policy,
      AccessRequest request,
      Assessment assessment,
      @Nullable String dpopNonce) {
    DevicePrincipal principal = assessment.principal();
    Instant now = clock.instant();
    Reason refusal = refusal(policy, principal, assessment, now);
    if (refusal != null) {
      return refuse(id, refusal, principal);
    }
    if (signals.isAwaited()) {
      return refuse(id, Reason.SIGNALS_UNAVAILABLE, principal);
    }
    List<Signal> met = signals.about(subjects(request, assessment));
    Signal signal = signals.refusing(met);
    if (signal != null) {
      return Decision.Refuse.by(signal, id, principal);
    }
    if (assessment.verdict() instanceof LoginVerdict.Refused refused) {
      return new Decision.Refuse(id, refused.reason(), refused.message(), principal);
    }
    Ruling ruling;
    try {
      ruling = policies.ask(request, assessment.facts(), met, now);
    } catch (RefusedException e) {
      return refuse(id, e.reason(), principal);
    }
    Decision.Refuse denial =
        ruling == null ? null : policies.enforce(id, ruling, request, assessment, now);
    if (denial != null) {
      return denial;
    }
    Exhausted exhausted = spend(request.permit(), principal);
    return exhausted == null
        ? allow(id, principal, dpopNonce, ruling)
        : refuse(id, exhausted, principal, ruling);
  }

  private static Decision.Allow allow(
      String id, DevicePrincipal principal, @Nullable String dpopNonce, @Nullable Ruling ruling) {
    DevicePrincipal left =
        ruling == null
            ? principal
            : principal.without(ruling.decision().obligations().dropScopes());
    return new Decision.Allow(id, left, dpopNonce, ruling);
  }

  /** Why the token does not suffice for the route; null when it does. */
  private @Nullable Reason refusal(
      RoutePolicy policy, DevicePrincipal principal, Assessment assessment, Instant now) {
    if (policy.requirement() == Requirement.DEVICE) {
      Protocol protocol = principal.grade().protocol();
      if (protocol != Protocol.DEVICE) {
        return protocol == Protocol.NOT_DEVICE ? Reason.NOT_DEVICE_FLOW : Reason.PROTOCOL_UNKNOWN;
      }
    }
    return policy.accepts(principal.scopes())
        ? StepUp.refusal(policy.login(), assessment.token(), now)
        : Reason.SCOPE_INSUFFICIENT;
  }

  private static SignalSubjects subjects(AccessRequest request, Assessment assessment) {
    DevicePrincipal principal = assessment.principal();
    Object session = assessment.token().claims().get(SESSION);
    return new SignalSubjects(
        principal.client(),
        principal.subject(),
        session instanceof String text ? text : null,
        request.ip());
  }

  private static @Nullable Exhausted spend(@Nullable Permit permit, DevicePrincipal principal) {
    return permit == null ? null : permit.acquire(principal.budgetKey(), principal.subject());
  }

  private static Decision.Refuse refuse(
      String id, Exhausted exhausted, DevicePrincipal principal, @Nullable Ruling ruling) {
    Reason reason =
        switch (exhausted.which()) {
          case CLIENT_RATE, SUBJECT_RATE -> Reason.BUDGET_RATE;
          case CLIENT_CONCURRENCY, SUBJECT_CONCURRENCY -> Reason.BUDGET_CONCURRENCY;
          case DISTINCT_SUBJECTS -> Reason.BUDGET_SUBJECTS;
        };
    return new Decision.Refuse(
        id,
        reason,
        reason.detail(),
        principal,
        RefusalHints.retryAfter(Duration.ofSeconds(exhausted.retryAfterSeconds())),
        ruling);
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
