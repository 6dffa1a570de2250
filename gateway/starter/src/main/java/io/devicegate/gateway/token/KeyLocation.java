package io.devicegate.gateway.token;

import java.net.URI;
import java.util.Set;

/**
 * Where the keys of an issuer are.
 *
 * <p>Every address is {@code https}, or {@code http} to this machine; never a link-local one, which
 * is where cloud providers serve their machines' credentials.
 */
public sealed interface KeyLocation {

  /** The issuer, exactly as its tokens name it. */
  String issuer();

  /**
   * The address is known.
   *
   * @param jwksUri where the keys are; on any host, since whoever configures it vouches for it
   */
  record Given(String issuer, URI jwksUri) implements KeyLocation {
    public Given {
      KeyAddress.requireAllowed("jwksUri", jwksUri);
    }
  }

  /**
   * The issuer's discovery document names the address (OpenID Connect Discovery 1.0, RFC 8414).
   *
   * <p>That address has to be on the issuer's own host, on a sub-domain of it, or on a trusted
   * host.
   *
   * @param trustedHosts further hosts that keys may be on, such as {@code www.googleapis.com} for
   *     Google
   */
  record Discovered(String issuer, Set<String> trustedHosts) implements KeyLocation {
    public Discovered {
      KeyAddress.requireAllowed("issuer", KeyAddress.parse("issuer", issuer));
      trustedHosts = Set.copyOf(trustedHosts);
    }

    public Discovered(String issuer) {
      this(issuer, Set.of());
    }
  }
}
