package io.devicegate.gateway.access;

import io.devicegate.gateway.proof.ProofMode;
import io.devicegate.gateway.proof.ProofRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;

/** Reads what a proof of possession is checked against, and what a route demands of it. */
final class SenderRequests {

  /** Key in a route's metadata: off, optional or required; the tenant's word holds without it. */
  static final String KEY = "devicegate.dpop";

  private static final String PREFIX = "devicegate";
  private static final String NESTED_KEY = "dpop";

  /** Nobody's address, so that no network that is trusted holds it by accident. */
  private static final InetAddress UNKNOWN_PEER = unknownPeer();

  private SenderRequests() {}

  static ProofRequest of(ServerHttpRequest request) {
    InetSocketAddress remote = request.getRemoteAddress();
    InetAddress peer = remote == null ? null : remote.getAddress();
    return new ProofRequest(
        request.getMethod().name(),
        String.valueOf(request.getURI().getScheme()),
        request.getURI().getRawPath(),
        peer == null ? UNKNOWN_PEER : peer,
        request.getHeaders()::getOrEmpty,
        certificates(request.getSslInfo()));
  }

  /**
   * Reads a route's metadata.
   *
   * @throws IllegalArgumentException when the value is none of the three
   */
  static @Nullable ProofMode dpop(Map<String, Object> metadata) {
    Object value = metadata.get(KEY);
    if (value == null && metadata.get(PREFIX) instanceof Map<?, ?> nested) {
      value = nested.get(NESTED_KEY);
    }
    // YAML 1.1 reads a bare off as false.
    return value == null ? null : parse(Boolean.FALSE.equals(value) ? "off" : value.toString());
  }

  private static ProofMode parse(String value) {
    for (ProofMode mode : ProofMode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        KEY + ": " + value + " (expected: off, optional or required)");
  }

  private static List<X509Certificate> certificates(@Nullable SslInfo ssl) {
    X509Certificate[] presented = ssl == null ? null : ssl.getPeerCertificates();
    return presented == null ? List.of() : List.of(presented);
  }

  private static InetAddress unknownPeer() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }
}
