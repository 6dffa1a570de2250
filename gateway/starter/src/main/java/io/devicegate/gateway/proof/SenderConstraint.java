package io.devicegate.gateway.proof;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.edge.Credentials.Scheme;
import io.devicegate.gateway.edge.ExternalOrigins;
import io.devicegate.gateway.proof.ProofResult.Accepted;
import io.devicegate.gateway.proof.ProofResult.Binding;
import io.devicegate.gateway.proof.ProofResult.Refused;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the sender of a verified token may use it.
 *
 * <p>A token's own binding is always honoured: one with {@code cnf} never passes as a plain Bearer
 * token, in no mode. What is asked beyond that is the {@link ProofPolicy}'s. Safe for use by many
 * threads; runs on the event loop, except that the signature of a proof costs what the platform's
 * provider needs for it.
 */
public final class SenderConstraint {

  private static final int SECRET_LENGTH = 32;
  private static final Accepted UNBOUND = new Accepted(Set.of(), null);

  private final DpopProofs proofs;
  private final ExternalOrigins origins;
  private final ClientCertificates certificates;
  private final String algorithms;

  /**
   * Creates a check whose nonces, when the settings ask for them, are its own.
   *
   * @param origins under which URLs clients know the gateway
   * @param certificates where the client's certificate is found
   */
  public SenderConstraint(
      DpopSettings settings,
      ExternalOrigins origins,
      ClientCertificates certificates,
      ReplayStore replays,
      Clock clock) {
    this(settings, origins, certificates, replays, clock, randomSecret());
  }

  /** As the other constructor, with a secret of at least 32 bytes that several gateways share. */
  public SenderConstraint(
      DpopSettings settings,
      ExternalOrigins origins,
      ClientCertificates certificates,
      ReplayStore replays,
      Clock clock,
      byte[] nonceSecret) {
    if (nonceSecret.length < SECRET_LENGTH) {
      throw new IllegalArgumentException(
          "nonce-secret: "
              + nonceSecret.length
              + " bytes (expected: at least "
              + SECRET_LENGTH
              + ")");
    }
    Nonces nonces =
        settings.nonce() ? new Nonces(nonceSecret, settings.nonceLifetime(), clock) : null;
    this.proofs = new DpopProofs(settings, nonces, replays, clock);
    this.origins = requireNonNull(origins, "origins");
    this.certificates = requireNonNull(certificates, "certificates");
    this.algorithms =
        settings.algorithms().stream().map(ProofAlgorithm::id).collect(Collectors.joining(" "));
  }

  /** Checks the binding of a token against the request it came with. */
  public ProofResult check(PresentedToken token, ProofPolicy policy, ProofRequest request) {
    Confirmation confirmation = Confirmation.of(token.claims());
    if (confirmation instanceof Confirmation.Bound bound) {
      return checkBound(token, bound, policy, request);
    }
    return confirmation instanceof Confirmation.Unbound
        ? checkUnbound(token.scheme(), policy)
        : refused(ProofRefusal.CONFIRMATION_UNSUPPORTED);
  }

  /** Returns the value of {@code WWW-Authenticate} that offers DPoP (RFC 9449, section 7.1). */
  public String challenge() {
    return "DPoP algs=\"" + algorithms + "\"";
  }

  /** Returns the value of {@code WWW-Authenticate} for a refusal. */
  public String challenge(ProofRefusal refusal) {
    String error =
        "error=\"" + refusal.error() + "\", error_description=\"" + refusal.description() + "\"";
    return refusal.asksForProof()
        ? "DPoP " + error + ", algs=\"" + algorithms + "\""
        : "Bearer " + error;
  }

  private static ProofResult checkUnbound(Scheme scheme, ProofPolicy policy) {
    ProofRefusal refusal = schemeRefusal(scheme, null, policy.dpop());
    if (refusal == null && policy.certificate() == ProofMode.REQUIRED) {
      refusal = ProofRefusal.CERTIFICATE_REQUIRED;
    }
    return refusal == null ? UNBOUND : refused(refusal);
  }

  private ProofResult checkBound(
      PresentedToken token, Confirmation.Bound bound, ProofPolicy policy, ProofRequest request) {
    ProofRefusal refusal = schemeRefusal(token.scheme(), bound.jkt(), policy.dpop());
    if (refusal == null) {
      refusal = certificateRefusal(bound.x5t(), policy.certificate(), request);
    }
    if (refusal != null) {
      return refused(refusal);
    }
    if (bound.jkt() == null) {
      return new Accepted(EnumSet.of(Binding.CERTIFICATE), null);
    }
    ProofResult proof = checkProof(token.token(), bound.jkt(), request);
    return bound.x5t() == null || !(proof instanceof Accepted accepted)
        ? proof
        : new Accepted(EnumSet.allOf(Binding.class), accepted.nextNonce());
  }

  private static @Nullable ProofRefusal schemeRefusal(
      Scheme scheme, @Nullable String jkt, ProofMode mode) {
    boolean bound = jkt != null;
    return switch (scheme) {
      case DPOP -> {
        if (mode == ProofMode.OFF) {
          yield ProofRefusal.DPOP_OFF;
        }
        yield bound ? null : ProofRefusal.DPOP_TOKEN_UNBOUND;
      }
      case BEARER -> {
        if (bound) {
          yield ProofRefusal.DPOP_DOWNGRADE;
        }
        yield mode == ProofMode.REQUIRED ? ProofRefusal.DPOP_REQUIRED : null;
      }
    };
  }

  private @Nullable ProofRefusal certificateRefusal(
      @Nullable String x5t, ProofMode mode, ProofRequest request) {
    if (x5t == null) {
      return mode == ProofMode.REQUIRED ? ProofRefusal.CERTIFICATE_REQUIRED : null;
    }
    if (mode == ProofMode.OFF) {
      return ProofRefusal.CERTIFICATE_OFF;
    }
    ClientCertificate certificate = certificates.of(request);
    if (certificate instanceof ClientCertificate.Presented presented) {
      return Digests.same(presented.thumbprint(), x5t) ? null : ProofRefusal.CERTIFICATE_MISMATCH;
    }
    return certificate instanceof ClientCertificate.None
        ? ProofRefusal.CERTIFICATE_MISSING
        : ProofRefusal.CERTIFICATE_MALFORMED;
  }

  private ProofResult checkProof(String token, String jkt, ProofRequest request) {
    List<String> lines = request.headers().named("DPoP");
    Optional<String> url =
        origins.url(request.peer(), request.scheme(), request.headers(), request.path());
    return proofs.check(lines, request.method(), url, token, jkt);
  }

  private static byte[] randomSecret() {
    byte[] secret = new byte[SECRET_LENGTH];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private static Refused refused(ProofRefusal reason) {
    return new Refused(reason, null);
  }
}
