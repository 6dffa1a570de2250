package io.devicegate.gateway.proof;

import io.devicegate.gateway.proof.ProofResult.Accepted;
import io.devicegate.gateway.proof.ProofResult.Binding;
import io.devicegate.gateway.proof.ProofResult.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks proofs: all twelve steps of RFC 9449, section 4.3, the cheap ones first, the memory last,
 * so that only proofs which are right in all else take a place in it.
 */
final class DpopProofs {

  private static final int MAX_ID = 256;
  private static final int MAX_TEXT = 2_048;

  private final Set<ProofAlgorithm> algorithms;
  private final long maxAgeSeconds;
  private final long skewSeconds;
  private final @Nullable Nonces nonces;
  private final ReplayStore replays;
  private final Clock clock;

  DpopProofs(DpopSettings settings, @Nullable Nonces nonces, ReplayStore replays, Clock clock) {
    this.algorithms = EnumSet.copyOf(settings.algorithms());
    this.maxAgeSeconds = settings.maxAge().toSeconds();
    this.skewSeconds = settings.clockSkew().toSeconds();
    this.nonces = nonces;
    this.replays = replays;
    this.clock = clock;
  }

  /**
   * Checks the proof of a request.
   *
   * @param url the request's URL as its client knows it; empty when that is not known
   * @param jkt thumbprint of the key that the token is bound to
   */
  ProofResult check(
      List<String> lines, String method, Optional<String> url, String token, String jkt) {
    if (lines.size() != 1) {
      return refused(lines.isEmpty() ? ProofRefusal.PROOF_MISSING : ProofRefusal.PROOF_DUPLICATE);
    }
    ProofJwt proof = ProofJwt.parseOrNull(lines.get(0));
    if (proof == null || !"dpop+jwt".equals(proof.header().get("typ")) || isCritical(proof)) {
      return refused(ProofRefusal.PROOF_MALFORMED);
    }
    ProofRefusal refusal = claimsRefusal(proof, method, url, token);
    if (refusal == null) {
      refusal = keyRefusal(proof, jkt);
    }
    return refusal == null ? fresh(proof, jkt) : refused(refusal);
  }

  /** No extension is understood, so none can be critical (RFC 7515, section 4.1.11). */
  private static boolean isCritical(ProofJwt proof) {
    return proof.header().containsKey("crit") || proof.header().containsKey("b64");
  }

  private @Nullable ProofRefusal claimsRefusal(
      ProofJwt proof, String method, Optional<String> url, String token) {
    String htm = proof.text("htm", MAX_TEXT);
    String htu = proof.text("htu", MAX_TEXT);
    String ath = proof.text("ath", MAX_TEXT);
    if (htm == null || htu == null || ath == null || proof.text("jti", MAX_ID) == null) {
      return ProofRefusal.PROOF_MALFORMED;
    }
    if (!htm.equals(method)) {
      return ProofRefusal.PROOF_METHOD;
    }
    Optional<String> asked = url.flatMap(ProofUrl::normalise);
    if (asked.isEmpty() || !asked.equals(ProofUrl.normalise(htu))) {
      return ProofRefusal.PROOF_URL;
    }
    String expected = Digests.sha256Url(token.getBytes(StandardCharsets.US_ASCII));
    return Digests.same(ath, expected) ? null : ProofRefusal.PROOF_TOKEN;
  }

  private @Nullable ProofRefusal keyRefusal(ProofJwt proof, String jkt) {
    Object name = proof.header().get("alg");
    Optional<ProofAlgorithm> algorithm =
        algorithms.stream().filter(known -> known.id().equals(name)).findFirst();
    if (algorithm.isEmpty()) {
      return ProofRefusal.PROOF_ALGORITHM;
    }
    ProofKey key =
        proof.header().get("jwk") instanceof Map<?, ?> members
            ? ProofKey.parseOrNull(members)
            : null;
    if (key == null || !algorithm.get().suits(key.kind())) {
      return ProofRefusal.PROOF_KEY;
    }
    if (!Digests.same(key.thumbprint(), jkt)) {
      return ProofRefusal.PROOF_BINDING;
    }
    return algorithm.get().verifies(key.key(), proof.signed(), proof.signature())
        ? null
        : ProofRefusal.PROOF_SIGNATURE;
  }

  private ProofResult fresh(ProofJwt proof, String jkt) {
    Long issuedAt = seconds(proof.claims().get("iat"));
    if (issuedAt == null) {
      return refused(ProofRefusal.PROOF_MALFORMED);
    }
    return nonces == null ? fresh(proof, jkt, issuedAt) : fresh(proof, jkt, nonces);
  }

  private ProofResult fresh(ProofJwt proof, String jkt, long issuedAt) {
    long now = clock.instant().getEpochSecond();
    // Nothing is added to issuedAt before it is known to be near: it may be any number.
    boolean ahead = issuedAt > now + skewSeconds;
    boolean old = issuedAt < now - maxAgeSeconds - skewSeconds;
    if (ahead || old) {
      return refused(ProofRefusal.PROOF_TIME);
    }
    // One second more than the last in which the proof is accepted.
    Instant until = Instant.ofEpochSecond(issuedAt + maxAgeSeconds + skewSeconds + 1);
    return remembered(proof, jkt, until, null);
  }

  /** The nonce tells the time of the proof, whatever the client's clock says (step 11). */
  private ProofResult fresh(ProofJwt proof, String jkt, Nonces issued) {
    String nonce = proof.text("nonce", MAX_ID);
    Optional<Instant> until = nonce == null ? Optional.empty() : issued.acceptedUntil(nonce);
    if (nonce == null || until.isEmpty()) {
      return new Refused(ProofRefusal.NONCE_REQUIRED, issued.current());
    }
    return remembered(proof, jkt, until.get(), issued.isCurrent(nonce) ? null : issued.current());
  }

  private ProofResult remembered(
      ProofJwt proof, String jkt, Instant until, @Nullable String nextNonce) {
    String id = String.valueOf(proof.text("jti", MAX_ID));
    return switch (replays.remember(jkt, id, until)) {
      case REMEMBERED -> new Accepted(Set.of(Binding.DPOP), nextNonce);
      case SEEN -> refused(ProofRefusal.PROOF_REPLAYED);
      case FULL -> refused(ProofRefusal.REPLAY_STORE_FULL);
    };
  }

  private static @Nullable Long seconds(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : null;
  }

  private static Refused refused(ProofRefusal reason) {
    return new Refused(reason, null);
  }
}
