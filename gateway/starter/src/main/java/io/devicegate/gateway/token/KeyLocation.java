package io.devicegate.gateway.token;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant's keys are: as configured, or as its OpenID configuration says (OpenID Connect
 * Discovery section 4), which must name the very issuer it was asked for.
 */
final class KeyLocation {

  private final Tenant tenant;
  private final IssuerClient client;
  private volatile @Nullable URI known;

  KeyLocation(Tenant tenant, IssuerClient client) {
    this.tenant = tenant;
    this.client = client;
    this.known = tenant.jwksUri();
  }

  CompletableFuture<URI> find() {
    URI uri = known;
    if (uri != null) {
      return CompletableFuture.completedFuture(uri);
    }
    URI discovery = discoveryUri(tenant.issuer());
    return client.get(discovery, null).thenApply(json -> known = jwksUri(discovery, json));
  }

  private static URI discoveryUri(String issuer) {
    String base = issuer.endsWith("/") ? issuer : issuer + "/";
    return URI.create(base + ".well-known/openid-configuration");
  }

  private URI jwksUri(URI discovery, Map<String, Object> json) {
    if (!tenant.issuer().equals(json.get("issuer"))) {
      throw new IssuerUnavailableException(
          discovery, "names another issuer than " + tenant.issuer() + " (compare exactly)");
    }
    URI uri = json.get("jwks_uri") instanceof String text ? parse(discovery, text) : null;
    boolean https = uri != null && "https".equals(uri.getScheme());
    // An issuer on plain HTTP is a development tenant; one on HTTPS must not lead away from it.
    boolean http = uri != null && "http".equals(uri.getScheme());
    if (uri == null || !(https || (http && tenant.issuer().startsWith("http:")))) {
      throw new IssuerUnavailableException(discovery, "names no usable jwks_uri");
    }
    return uri;
  }

  private static URI parse(URI discovery, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IssuerUnavailableException(discovery, "names a malformed jwks_uri");
    }
  }
}
