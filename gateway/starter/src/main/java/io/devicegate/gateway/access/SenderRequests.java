package io.devicegate.gateway.access;

import io.devicegate.gateway.proof.ProofRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;

/** Reads what a proof of possession is checked against. */
final class SenderRequests {

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
