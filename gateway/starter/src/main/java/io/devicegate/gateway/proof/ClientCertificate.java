package io.devicegate.gateway.proof;

/** The TLS certificate of a client, as far as it is known here. */
sealed interface ClientCertificate {

  /** None was presented, or nobody who is trusted says so. */
  record None() implements ClientCertificate {}

  /**
   * One was.
   *
   * @param thumbprint SHA-256 of its DER encoding, in base64url (RFC 8705, section 3.1)
   */
  record Presented(String thumbprint) implements ClientCertificate {}

  /** What a trusted proxy says cannot be read as one certificate. */
  record Malformed() implements ClientCertificate {}
}
