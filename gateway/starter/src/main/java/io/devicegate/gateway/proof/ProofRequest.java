package io.devicegate.gateway.proof;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.edge.HeaderLines;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The request that a token came with.
 *
 * @param method its method
 * @param scheme the scheme of its connection
 * @param path its canonical path
 * @param peer who the connection is from
 * @param headers its header lines
 * @param certificates what the peer presented on this connection, its own first; empty without
 *     mutual TLS
 */
public record ProofRequest(
    String method,
    String scheme,
    String path,
    InetAddress peer,
    HeaderLines headers,
    List<X509Certificate> certificates) {

  public ProofRequest {
    requireNonNull(method, "method");
    requireNonNull(scheme, "scheme");
    requireNonNull(path, "path");
    requireNonNull(peer, "peer");
    requireNonNull(headers, "headers");
    certificates = List.copyOf(certificates);
  }
}
