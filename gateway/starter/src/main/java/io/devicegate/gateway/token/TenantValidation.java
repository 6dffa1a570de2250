package io.devicegate.gateway.token;

import io.devicegate.gateway.telemetry.TelemetryName;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.Errors;

/** What a complete tenant is. Each problem names the property and says how to fix it. */
final class TenantValidation {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private final Errors errors;
  private final Set<String> names = new HashSet<>();
  private final Set<String> issuers = new HashSet<>();
  private final Set<String> tokenPrefixes = new HashSet<>();

  private TenantValidation(Errors errors) {
    this.errors = errors;
  }

  static void validate(List<Tenant> tenants, Errors errors) {
    if (tenants.isEmpty()) {
      errors.rejectValue(
          "tenants",
          "empty",
          "no tenant is configured, so no token could be accepted: set devicegate.tenants[0].name,"
              + " .issuer and .audiences, or devicegate.enabled=false");
    }
    TenantValidation validation = new TenantValidation(errors);
    for (int i = 0; i < tenants.size(); i++) {
      validation.validate(tenants.get(i), "tenants[" + i + "].");
    }
  }

  private void validate(Tenant tenant, String path) {
    check(
        NAME.matcher(tenant.name()).matches() && !tenant.name().equals(TelemetryName.NONE),
        path + "name",
        "expected a short name of letters, digits, '.', '_' and '-', and not none, since it becomes a"
            + " label");
    check(names.add(tenant.name()), path + "name", "used by another tenant: choose another name");
    validateIssuer(tenant.issuer(), path + "issuer");
    tenant.additionalIssuers().forEach(each -> validateIssuer(each, path + "additionalIssuers"));
    validateKeyAddress(tenant, path);
    check(
        !tenant.audiences().isEmpty() && tenant.audiences().stream().noneMatch(String::isBlank),
        path + "audiences",
        "expected the identifier of at least one API: without it a token for any API would pass");
    validateAlgorithms(tenant, path + "algorithms");
    check(
        tenant.deviceClients().stream().noneMatch(String::isBlank),
        path + "deviceClients",
        "a client id is blank: remove it");
    check(
        !tenant.protocolClaim().isBlank(), path + "protocolClaim", "expected the name of a claim");
    check(
        !tenant.clockSkew().isNegative() && tenant.clockSkew().compareTo(MAX_SKEW) <= 0,
        path + "clockSkew",
        "expected 0s to 5m");
    check(isPositive(tenant.maxLifetime()), path + "maxLifetime", "expected more than 0s");
    if (tenant.keys() != null) {
      tenant.keys().validate(path + "keys.", errors);
    }
    validateIntrospection(tenant, path + "introspection");
  }

  private void validateIssuer(String issuer, String path) {
    check(
        isHttpUrl(issuer),
        path,
        "expected the token's iss exactly, an absolute URL without query or fragment, such"
            + " as https://YOUR-TENANT.eu.auth0.com/ with its slash at the end");
    check(issuers.add(issuer), path, "used by another tenant: join the two");
  }

  /** Keys come over TLS or from this machine: else whoever is on the way could forge tokens. */
  private void validateKeyAddress(Tenant tenant, String path) {
    URI uri = tenant.jwksUri() == null ? parse(tenant.issuer()) : tenant.jwksUri();
    if (uri == null || (tenant.jwksUri() == null && !isHttpUrl(tenant.issuer()))) {
      return; // Reported already.
    }
    String property = tenant.jwksUri() == null ? "issuer" : "jwksUri";
    try {
      KeyAddress.requireAllowed(property, uri);
    } catch (IllegalArgumentException e) {
      check(
          false,
          path + property,
          "expected an absolute URL with https, or http to this machine, since keys are fetched"
              + " from there; to find them by discovery leave jwks-uri out");
    }
  }

  private void validateIntrospection(Tenant tenant, String path) {
    IntrospectionProperties introspection = tenant.introspection();
    if (introspection == null) {
      return;
    }
    check(
        tokenPrefixes.add(introspection.tokenPrefix()),
        path + ".tokenPrefix",
        "another tenant has the same: an opaque token does not say whose it is, and must not be"
            + " shown to a stranger; set what the tokens of each issuer begin with");
    try {
      var unused = introspection.settings(tenant);
    } catch (IllegalArgumentException e) {
      check(false, path, String.valueOf(e.getMessage()));
    }
  }

  private void validateAlgorithms(Tenant tenant, String path) {
    Set<String> unknown = new TreeSet<>(tenant.algorithms());
    for (JwsAlgorithm known : JwsAlgorithm.values()) {
      unknown.remove(known.headerValue());
    }
    check(
        unknown.isEmpty() && !tenant.algorithms().isEmpty(),
        path,
        "expected asymmetric signature algorithms only: RS256, RS384, RS512, PS256, PS384, PS512,"
            + " ES256, ES384, EdDSA");
  }

  private void check(boolean valid, String path, String problem) {
    if (!valid) {
      errors.rejectValue(path, "invalid", problem);
    }
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static boolean isHttpUrl(String text) {
    URI uri = parse(text);
    return uri != null
        && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  private static @Nullable URI parse(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
