package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusalHints;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.edge.Credentials.Scheme;
import io.devicegate.gateway.proof.PresentedToken;
import io.devicegate.gateway.proof.ProofMode;
import io.devicegate.gateway.proof.ProofPolicy;
import io.devicegate.gateway.proof.ProofRefusal;
import io.devicegate.gateway.proof.ProofResult;
import io.devicegate.gateway.proof.SenderConstraint;
import io.devicegate.gateway.token.BearerToken;
import io.devicegate.gateway.token.SignatureWork;
import io.devicegate.gateway.token.Tenant;
import io.devicegate.gateway.token.VerifiedToken;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks on each request whether its sender may use the token. A proof is good for one request, so
 * nothing of this is remembered with the token.
 */
final class SenderCheck {

  private static final String CONFIRMATION = "cnf";

  private final SenderConstraint constraint;
  private final SignatureWork work;
  private final boolean requiredByTenants;

  /**
   * Creates a check.
   *
   * @param requiredByTenants whether every tenant requires DPoP
   */
  SenderCheck(SenderConstraint constraint, SignatureWork work, boolean requiredByTenants) {
    this.constraint = constraint;
    this.work = work;
    this.requiredByTenants = requiredByTenants;
  }

  /** What to tell a caller without a token: that it must be bound by DPoP, where it must. */
  RefusalHints invitation(RoutePolicy route) {
    boolean required =
        route.dpop() == null ? requiredByTenants : route.dpop() == ProofMode.REQUIRED;
    return required ? new RefusalHints(null, constraint.challenge(), null) : RefusalHints.NONE;
  }

  /**
   * Checks the sender; completes with a {@link RefusedException} unless it may use the token, else
   * with the next nonce for it, which is null as a rule.
   */
  CompletableFuture<@Nullable String> check(
      BearerToken token, VerifiedToken verified, AccessRequest request) {
    ProofPolicy policy = policy(verified.tenant(), request.policy());
    if (isPlain(token, verified, policy)) {
      return CompletableFuture.completedFuture(null);
    }
    // A proof is signed by ES256 as a rule, which is too dear for an event loop.
    return work.run(
        token.scheme() == Scheme.BEARER, () -> nonce(judge(token, verified, policy, request)));
  }

  private ProofResult judge(
      BearerToken token, VerifiedToken verified, ProofPolicy policy, AccessRequest request) {
    return constraint.check(
        new PresentedToken(token.scheme(), token.value(), verified.claims()),
        policy,
        request.sender().get());
  }

  /** The usual case: a token that is bound to nothing, as the Bearer token that it is. */
  private static boolean isPlain(BearerToken token, VerifiedToken verified, ProofPolicy policy) {
    return token.scheme() == Scheme.BEARER
        && policy.dpop() != ProofMode.REQUIRED
        && policy.certificate() != ProofMode.REQUIRED
        && !verified.claims().containsKey(CONFIRMATION);
  }

  private static ProofPolicy policy(Tenant tenant, @Nullable RoutePolicy route) {
    ProofMode dpop = route == null || route.dpop() == null ? tenant.dpop() : route.dpop();
    return new ProofPolicy(dpop, tenant.certificateBound());
  }

  private @Nullable String nonce(ProofResult result) {
    if (result instanceof ProofResult.Accepted accepted) {
      return accepted.nextNonce();
    }
    ProofResult.Refused refused = (ProofResult.Refused) result;
    throw new RefusedException(
        reason(refused.reason()),
        new RefusalHints(
            null,
            refused.reason().asksForProof() ? constraint.challenge(refused.reason()) : null,
            refused.nonce()));
  }

  private static Reason reason(ProofRefusal refusal) {
    return switch (refusal) {
      case CONFIRMATION_UNSUPPORTED, DPOP_OFF, CERTIFICATE_OFF -> Reason.SENDER_UNSUPPORTED;
      case DPOP_TOKEN_UNBOUND -> Reason.DPOP_TOKEN_UNBOUND;
      case DPOP_DOWNGRADE -> Reason.DPOP_DOWNGRADE;
      case DPOP_REQUIRED -> Reason.DPOP_REQUIRED;
      case PROOF_MISSING,
          PROOF_DUPLICATE,
          PROOF_MALFORMED,
          PROOF_ALGORITHM,
          PROOF_KEY,
          PROOF_SIGNATURE,
          PROOF_METHOD,
          PROOF_URL,
          PROOF_TIME,
          PROOF_TOKEN ->
          Reason.DPOP_PROOF_INVALID;
      case PROOF_BINDING -> Reason.DPOP_KEY_MISMATCH;
      case PROOF_REPLAYED -> Reason.DPOP_PROOF_REPLAYED;
      case NONCE_REQUIRED -> Reason.DPOP_NONCE_REQUIRED;
      case REPLAY_STORE_FULL -> Reason.PROOF_STORE_FULL;
      case CERTIFICATE_REQUIRED, CERTIFICATE_MISSING -> Reason.CERTIFICATE_REQUIRED;
      case CERTIFICATE_MALFORMED, CERTIFICATE_MISMATCH -> Reason.CERTIFICATE_MISMATCH;
    };
  }
}
