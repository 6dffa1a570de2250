package io.devicegate.gateway.token;

import java.net.URI;

/** An issuer did not answer as it must. */
final class IssuerUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IssuerUnavailableException(URI uri, String problem) {
    super(uri + ": " + problem);
  }
}
