package io.devicegate.gateway.token;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of an issuer's keys, and remembers it until {@linkplain #forget() told
 * otherwise}.
 */
final class KeyLocator {

  private static final StrictJson JSON =
      new StrictJson(new StrictJson.Limits(256 * 1024, 16, 10_000, 64 * 1024));

  private final KeyLocation location;
  private final KeyFetcher fetcher;
  private volatile @Nullable URI discovered;

  KeyLocator(KeyLocation location, KeyFetcher fetcher) {
    this.location = location;
    this.fetcher = fetcher;
  }

  CompletableFuture<URI> locate() {
    URI known = discovered;
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    if (location instanceof KeyLocation.Discovered issuer) {
      return discover(issuer);
    }
    return CompletableFuture.completedFuture(((KeyLocation.Given) location).jwksUri());
  }

  /** Discovers anew next time: the keys were not where the issuer had said. */
  void forget() {
    discovered = null;
  }

  private CompletableFuture<URI> discover(KeyLocation.Discovered location) {
    URI issuer = URI.create(location.issuer());
    return fetcher
        .fetch(openIdConfiguration(issuer))
        .exceptionallyCompose(
            error ->
                isMissing(error)
                    ? fetcher.fetch(authorizationServerMetadata(issuer))
                    : CompletableFuture.failedFuture(error))
        .thenApply(document -> jwksUri(location, issuer, document));
  }

  private URI jwksUri(KeyLocation.Discovered location, URI issuer, FetchedDocument document) {
    Map<String, Object> metadata = read(document);
    if (!location.issuer().equals(metadata.get("issuer"))) {
      throw new KeyFetchException(
          FetchFailure.ISSUER_MISMATCH, "discovery document is of another issuer");
    }
    URI uri = uriIn(metadata);
    if (!KeyAddress.isAllowed(issuer, uri, location.trustedHosts())) {
      throw new KeyFetchException(
          FetchFailure.FORBIDDEN_ADDRESS,
          "discovered jwks_uri is not on the issuer's host; trust its host or configure it");
    }
    discovered = uri;
    return uri;
  }

  private static Map<String, Object> read(FetchedDocument document) {
    try {
      return JSON.readObject(document.body());
    } catch (MalformedJsonException e) {
      throw new KeyFetchException(FetchFailure.MALFORMED, "not a discovery document", e);
    }
  }

  private static URI uriIn(Map<String, Object> metadata) {
    try {
      return KeyAddress.parse("jwks_uri", String.valueOf(metadata.get("jwks_uri")));
    } catch (IllegalArgumentException e) {
      throw new KeyFetchException(FetchFailure.MALFORMED, "jwks_uri is not a URL", e);
    }
  }

  /** OpenID Connect Discovery 1.0, section 4: after the issuer's path. */
  private static URI openIdConfiguration(URI issuer) {
    return issuer.resolve(pathOf(issuer) + "/.well-known/openid-configuration");
  }

  /** RFC 8414, section 3.1: before the issuer's path. */
  private static URI authorizationServerMetadata(URI issuer) {
    return issuer.resolve("/.well-known/oauth-authorization-server" + pathOf(issuer));
  }

  private static String pathOf(URI issuer) {
    String path = issuer.getRawPath() == null ? "" : issuer.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static boolean isMissing(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof KeyFetchException known && known.failure() == FetchFailure.STATUS;
  }
}
