package io.devicegate.sandbox.pages;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the sample pages {@code /playground} and {@code /tv}.
 *
 * @param issuer issuer of the tenant that the pages talk to, ending in a slash; when absent, the
 *     address that the browser used
 * @param gatewayUrl address of the gateway as the browser reaches it, without a path
 * @param tvClientId client id that the pages use
 * @param audience identifier of the API that the pages ask tokens for
 * @param scope scopes that the pages ask for, separated by blanks
 */
@Validated
@ConfigurationProperties("devicegate.sandbox.pages")
record PagesProperties(
    @Nullable URI issuer,
    @DefaultValue("http://localhost:8080") URI gatewayUrl,
    @DefaultValue("sandbox-tv") @NotBlank String tvClientId,
    @DefaultValue("https://api.sandbox.test") @NotBlank String audience,
    @DefaultValue("openid profile email offline_access catalogue:read") @NotBlank String scope) {

  PagesProperties {
    if (issuer != null) {
      requireOrigin("issuer", issuer);
    }
    requireOrigin("gateway-url", gatewayUrl);
  }

  private static void requireOrigin(String name, URI uri) {
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (!web || uri.getHost() == null || !bare || uri.getQuery() != null) {
      throw new IllegalArgumentException(
          "devicegate.sandbox.pages."
              + name
              + ": "
              + uri
              + " (expected: http or https, a host and a port, such as http://localhost:8080)");
    }
  }
}
