package io.devicegate.gateway.proof;

import java.util.Locale;

/** Why a token's binding was not accepted; a closed list. */
public enum ProofRefusal {
  /** The token's {@code cnf} names no confirmation that the gateway can check, or is malformed. */
  CONFIRMATION_UNSUPPORTED("The token is bound in a way that is not supported"),
  /** The DPoP scheme was used where DPoP is off. */
  DPOP_OFF("DPoP is not accepted here"),
  /** A token without {@code cnf.jkt} came with the DPoP scheme. */
  DPOP_TOKEN_UNBOUND("The token is not bound to a key"),
  /** A token with {@code cnf.jkt} came with the Bearer scheme (RFC 9449, section 7.2). */
  DPOP_DOWNGRADE("A DPoP-bound token must be sent with the DPoP scheme"),
  /** A plain token came where DPoP is required. */
  DPOP_REQUIRED("A DPoP-bound token is required"),
  /** No {@code DPoP} header. */
  PROOF_MISSING("The DPoP proof is missing"),
  /** More than one {@code DPoP} header. */
  PROOF_DUPLICATE("There must be one DPoP proof"),
  /** Not a JWT of type {@code dpop+jwt} with the members it must have, or too long. */
  PROOF_MALFORMED("The DPoP proof is malformed"),
  /** The algorithm is not one of those allowed. */
  PROOF_ALGORITHM("The algorithm of the DPoP proof is not accepted"),
  /** The {@code jwk} is malformed, private, weak, or not of the algorithm's kind. */
  PROOF_KEY("The key of the DPoP proof is not accepted"),
  /** The signature does not verify with the {@code jwk}. */
  PROOF_SIGNATURE("The signature of the DPoP proof is wrong"),
  /** {@code htm} is not the request's method. */
  PROOF_METHOD("The DPoP proof is for another method"),
  /** {@code htu} is not the request's URL, or the request's host is not known. */
  PROOF_URL("The DPoP proof is for another URL"),
  /** {@code iat} is too old, or ahead of time. */
  PROOF_TIME("The DPoP proof is too old or not yet valid"),
  /** {@code ath} is not the hash of the token. */
  PROOF_TOKEN("The DPoP proof is for another token"),
  /** The key is not the one that the token is bound to. */
  PROOF_BINDING("Invalid DPoP key binding"),
  /** The proof was used before. */
  PROOF_REPLAYED("The DPoP proof was used before"),
  /** The proof must carry a nonce of the gateway's, and carries none or an old one. */
  NONCE_REQUIRED("Resource server requires nonce in DPoP proof"),
  /** The proof cannot be remembered, so a second use of it could not be refused. */
  REPLAY_STORE_FULL("The DPoP proof cannot be checked now"),
  /** A certificate-bound token came where these are off. */
  CERTIFICATE_OFF("Certificate-bound tokens are not accepted here"),
  /** A plain token came where certificate-bound ones are required. */
  CERTIFICATE_REQUIRED("A certificate-bound token is required"),
  /** The token is certificate-bound and the client presented no certificate. */
  CERTIFICATE_MISSING("The client certificate is missing"),
  /** The client's certificate cannot be read without doubt. */
  CERTIFICATE_MALFORMED("The client certificate cannot be read"),
  /** The client's certificate is not the one that the token is bound to. */
  CERTIFICATE_MISMATCH("The token is bound to another client certificate");

  private final String description;

  ProofRefusal(String description) {
    this.description = description;
  }

  /** Returns the reason as metrics and records name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns a sentence for the caller, fit for {@code error_description}. */
  public String description() {
    return description;
  }

  /** Returns the HTTP status: 503 where the gateway cannot check, else 401. */
  public int status() {
    return this == REPLAY_STORE_FULL ? 503 : 401;
  }

  /** Returns the {@code error} of the challenge (RFC 6750, section 3.1; RFC 9449, section 7.1). */
  public String error() {
    return switch (this) {
      case NONCE_REQUIRED -> "use_dpop_nonce";
      case PROOF_MISSING,
          PROOF_DUPLICATE,
          PROOF_MALFORMED,
          PROOF_ALGORITHM,
          PROOF_KEY,
          PROOF_SIGNATURE,
          PROOF_METHOD,
          PROOF_URL,
          PROOF_TIME,
          PROOF_TOKEN,
          PROOF_REPLAYED ->
          "invalid_dpop_proof";
      case CONFIRMATION_UNSUPPORTED,
          DPOP_OFF,
          DPOP_TOKEN_UNBOUND,
          DPOP_DOWNGRADE,
          DPOP_REQUIRED,
          PROOF_BINDING,
          REPLAY_STORE_FULL,
          CERTIFICATE_OFF,
          CERTIFICATE_REQUIRED,
          CERTIFICATE_MISSING,
          CERTIFICATE_MALFORMED,
          CERTIFICATE_MISMATCH ->
          "invalid_token";
    };
  }

  /** Returns whether the answer to it is a DPoP proof, so that the challenge is of that scheme. */
  public boolean asksForProof() {
    return switch (this) {
      case CONFIRMATION_UNSUPPORTED,
          DPOP_OFF,
          DPOP_TOKEN_UNBOUND,
          CERTIFICATE_OFF,
          CERTIFICATE_REQUIRED,
          CERTIFICATE_MISSING,
          CERTIFICATE_MALFORMED,
          CERTIFICATE_MISMATCH ->
          false;
      default -> true;
    };
  }
}
