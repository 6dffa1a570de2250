package io.devicegate.gateway.proof;

/** Where the client's certificate is found. */
public enum CertificateSource {
  /** On the connection: the gateway itself terminates mutual TLS. */
  CONNECTION,
  /** In {@code Client-Cert}: a byte sequence with the DER encoding (RFC 9440, section 2). */
  CLIENT_CERT,
  /** In Envoy's {@code X-Forwarded-Client-Cert}, one element with {@code Hash} or {@code Cert}. */
  FORWARDED_CLIENT_CERT,
  /**
   * In a header of a name to be given: the certificate in PEM, percent-encoded, as nginx's {@code
   * $ssl_client_escaped_cert}, or without its frame, as Traefik writes it.
   */
  ESCAPED_PEM
}
