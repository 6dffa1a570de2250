package io.devicegate.gateway.proof;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.edge.TrustedNetworks;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the certificate that a client presented (RFC 8705, section 6.5).
 *
 * <p>There is one source. Behind a proxy the connection's certificate is the proxy's own, so it
 * never stands in for a header; a header counts only when the peer is a trusted proxy, which must
 * drop what clients send under its name. Two lines of it are none that can be read.
 */
public final class ClientCertificates {

  private static final int MAX_LENGTH = 16_384;

  private final CertificateSource source;
  private final String header;
  private final TrustedNetworks trusted;

  /**
   * Creates a finder.
   *
   * @param header name of the header; read from {@link CertificateSource#ESCAPED_PEM} only, where
   *     it must be given
   * @param trusted networks of the proxies that write the header
   */
  public ClientCertificates(
      CertificateSource source, @Nullable String header, TrustedNetworks trusted) {
    this.source = requireNonNull(source, "source");
    this.trusted = requireNonNull(trusted, "trusted");
    this.header =
        switch (source) {
          case CONNECTION -> "";
          case CLIENT_CERT -> "Client-Cert";
          case FORWARDED_CLIENT_CERT -> "X-Forwarded-Client-Cert";
          case ESCAPED_PEM -> named(header);
        };
  }

  /** Returns a finder of what the connection itself shows. */
  public static ClientCertificates ofConnection() {
    return new ClientCertificates(CertificateSource.CONNECTION, null, TrustedNetworks.none());
  }

  ClientCertificate of(ProofRequest request) {
    return source == CertificateSource.CONNECTION
        ? fromConnection(request.certificates())
        : fromHeader(request);
  }

  private static String named(@Nullable String header) {
    if (header == null || header.isBlank()) {
      throw new IllegalArgumentException(
          "header: (none) (expected: the name of the header that the proxy writes the PEM to)");
    }
    return header.toLowerCase(Locale.ROOT);
  }

  private static ClientCertificate fromConnection(List<X509Certificate> certificates) {
    if (certificates.isEmpty()) {
      return new ClientCertificate.None();
    }
    try {
      return presented(Digests.sha256Url(certificates.get(0).getEncoded()));
    } catch (CertificateEncodingException e) {
      return new ClientCertificate.Malformed();
    }
  }

  private ClientCertificate fromHeader(ProofRequest request) {
    List<String> lines = request.headers().named(header);
    if (lines.isEmpty() || !trusted.contains(request.peer())) {
      return new ClientCertificate.None();
    }
    String line = lines.get(0);
    if (lines.size() > 1 || line.length() > MAX_LENGTH) {
      return new ClientCertificate.Malformed();
    }
    return presented(
        switch (source) {
          case CLIENT_CERT -> CertificateText.ofByteSequence(line);
          case FORWARDED_CLIENT_CERT -> CertificateText.ofForwardedClientCert(line);
          default -> CertificateText.ofEscapedPem(line);
        });
  }

  private static ClientCertificate presented(@Nullable String thumbprint) {
    return thumbprint == null
        ? new ClientCertificate.Malformed()
        : new ClientCertificate.Presented(thumbprint);
  }
}
