package io.devicegate.sandbox.tenant;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The tenant's own address. Unless it is configured it follows from the port of the server. */
@Component
final class Issuer {

  private volatile @Nullable String url;

  Issuer(SandboxProperties properties) {
    this.url = properties.issuer() == null ? null : checked(properties.issuer());
  }

  @EventListener
  void onStarted(WebServerInitializedEvent event) {
    if (url == null) {
      url = "http://localhost:" + event.getWebServer().getPort() + "/";
    }
  }

  /** The issuer with its trailing slash, as it stands in {@code iss}. */
  String url() {
    String known = url;
    if (known == null) {
      throw new IllegalStateException("The port is not known before the server has started");
    }
    return known;
  }

  String resolve(String path) {
    return url() + path;
  }

  /** Audience of tokens for the tenant's Management API. */
  String managementAudience() {
    return resolve("api/v2/");
  }

  String userinfoAudience() {
    return resolve("userinfo");
  }

  private static String checked(URI issuer) {
    boolean web = "http".equals(issuer.getScheme()) || "https".equals(issuer.getScheme());
    if (!web || issuer.getHost() == null || !issuer.toString().endsWith("/")) {
      throw new IllegalArgumentException(
          "devicegate.sandbox.issuer: "
              + issuer
              + " (expected: an http or https address that ends with a slash)");
    }
    return issuer.toString();
  }
}
