package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusalHints;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.budget.BudgetResult.Exhausted;
import io.devicegate.gateway.budget.Budgets;
import io.devicegate.gateway.policy.AccessPolicies;
import io.devicegate.gateway.policy.Ruling;
import io.devicegate.gateway.policy.TokenFacts;
import io.devicegate.gateway.token.VerifiedToken;
import io.devicegate.rules.access.AccessRequest.Http;
import io.devicegate.rules.access.Obligations;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the access policies about each request, once, and does what they say. Whatever keeps them
 * from being asked refuses the request.
 */
final class PolicyCheck {

  private static final Logger log = LoggerFactory.getLogger(PolicyCheck.class);

  /** Rate classes without a budget that are complained of; a rule can make up any number. */
  private static final int MAX_COMPLAINTS = 100;

  private final @Nullable AccessPolicies policies;
  private final RateClasses rateClasses;
  private final Set<String> complainedOf = ConcurrentHashMap.newKeySet();

  /**
   * Creates a check.
   *
   * @param policies null when there are none, so that none is asked
   */
  PolicyCheck(@Nullable AccessPolicies policies, RateClasses rateClasses) {
    this.policies = policies;
    this.rateClasses = rateClasses;
  }

  /** What policies see of a token, to be remembered with it; null when they cannot look at it. */
  @Nullable TokenFacts facts(VerifiedToken token, DevicePrincipal principal) {
    if (policies == null) {
      return null;
    }
    try {
      return TokenFacts.of(token, principal.scopes(), principal.grade());
    } catch (IllegalArgumentException e) {
      log.warn("A token of tenant {} is nothing for policies: {}", principal.tenant(), message(e));
      return null;
    }
  }

  /**
   * Asks the policies; null when there are none.
   *
   * @param met the signals that hold about whoever asks
   * @throws RefusedException when they cannot be asked about this request
   */
  @Nullable Ruling ask(
      AccessRequest request, @Nullable TokenFacts facts, List<Signal> met, Instant now) {
    if (policies == null) {
      return null;
    }
    if (facts == null) {
      throw new RefusedException(Reason.POLICY_INPUT_INVALID);
    }
    Http http = http(request);
    try {
      return policies.decide(facts.with(http, met, now));
    } catch (RuntimeException | StackOverflowError e) {
      log.error("The access policies could not be asked about {}", request, e);
      throw new RefusedException(Reason.POLICY_UNAVAILABLE);
    }
  }

  private static Http http(AccessRequest request) {
    try {
      return new Http(
          request.method(),
          request.path(),
          request.route(),
          request.ip(),
          null,
          request.userAgent());
    } catch (IllegalArgumentException e) {
      log.debug("{} is nothing for policies: {}", request, message(e));
      throw new RefusedException(Reason.POLICY_INPUT_INVALID);
    }
  }

  /** Does what the policies say; returns the refusal, or null when the request may pass. */
  Decision.@Nullable Refuse enforce(
      String id, Ruling ruling, AccessRequest request, Assessment assessment, Instant now) {
    DevicePrincipal principal = assessment.principal();
    Obligations obligations = ruling.decision().obligations();
    switch (ruling.decision().effect()) {
      case DENY -> {
        Reason reason = ruling.isFailure() ? Reason.POLICY_FAILED : Reason.POLICY_DENIED;
        return refuse(id, reason, principal, ruling, RefusalHints.NONE);
      }
      case STEP_UP -> {
        if (StepUp.refusal(LoginDemand.of(obligations), assessment.token(), now) != null) {
          return refuse(id, Reason.POLICY_STEP_UP, principal, ruling, RefusalHints.NONE);
        }
      }
      case THROTTLE, ALLOW -> {}
    }
    return obligations.rateClass() == null
        ? null
        : charge(id, obligations.rateClass(), request.permit(), principal, ruling);
  }

  private Decision.@Nullable Refuse charge(
      String id,
      String rateClass,
      @Nullable Permit permit,
      DevicePrincipal principal,
      Ruling ruling) {
    Budgets budgets = rateClasses.of(rateClass);
    if (budgets == null || permit == null) {
      complain(rateClass, ruling);
      return refuse(id, Reason.POLICY_FAILED, principal, ruling, RefusalHints.NONE);
    }
    Exhausted exhausted = permit.acquire(budgets, principal.budgetKey(), principal.subject());
    if (exhausted == null) {
      return null;
    }
    Duration wait = Duration.ofSeconds(exhausted.retryAfterSeconds());
    return refuse(id, Reason.POLICY_THROTTLED, principal, ruling, RefusalHints.retryAfter(wait));
  }

  /** A limit that nobody set must not let everything pass, nor fill the log. */
  private void complain(String rateClass, Ruling ruling) {
    if (complainedOf.size() < MAX_COMPLAINTS && complainedOf.add(rateClass)) {
      log.error(
          "The rule {} charges requests to the rate class {}, which devicegate.budgets does not"
              + " have: they are refused",
          ruling.decision().rule(),
          rateClass);
    }
  }

  private static Decision.Refuse refuse(
      String id, Reason reason, DevicePrincipal principal, Ruling ruling, RefusalHints hints) {
    String detail = ruling.isExplanationShown() ? ruling.decision().explanation() : reason.detail();
    return new Decision.Refuse(id, reason, detail, principal, hints, ruling);
  }

  private static String message(IllegalArgumentException problem) {
    return String.valueOf(problem.getMessage());
  }
}
