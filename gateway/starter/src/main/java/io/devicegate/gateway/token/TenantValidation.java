package io.devicegate.gateway.token;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.validation.Errors;

/** What a complete tenant is. Each problem names the property and says how to fix it. */
final class TenantValidation {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private final Errors errors;
  private final Set<String> names = new HashSet<>();
  private final Set<String> issuers = new HashSet<>();

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
        NAME.matcher(tenant.name()).matches(),
        path + "name",
        "expected a short name of letters, digits, '.', '_' and '-', since it becomes a label");
    check(names.add(tenant.name()), path + "name", "used by another tenant: choose another name");
    check(
        isHttpUrl(tenant.issuer()),
        path + "issuer",
        "expected the token's iss exactly, an absolute https URL without query or fragment, such"
            + " as https://YOUR-TENANT.eu.auth0.com/ with its slash at the end");
    check(issuers.add(tenant.issuer()), path + "issuer", "used by another tenant: join the two");
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
        tenant.jwksUri() == null || isHttpUrl(tenant.jwksUri().toString()),
        path + "jwksUri",
        "expected an absolute https URL; leave it out to find it by discovery");
    check(
        !tenant.clockSkew().isNegative() && tenant.clockSkew().compareTo(MAX_SKEW) <= 0,
        path + "clockSkew",
        "expected 0s to 5m");
    check(isPositive(tenant.maxLifetime()), path + "maxLifetime", "expected more than 0s");
  }

  private void validateAlgorithms(Tenant tenant, String path) {
    Set<String> unknown = new TreeSet<>(tenant.algorithms());
    for (SignatureAlgorithm known : SignatureAlgorithm.values()) {
      unknown.remove(known.getName());
    }
    check(
        unknown.isEmpty() && !tenant.algorithms().isEmpty(),
        path,
        "expected asymmetric signature algorithms only: RS256, RS384, RS512, PS256, PS384, PS512,"
            + " ES256, ES384, ES512");
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
