package io.devicegate.gateway.token;

import static java.util.Objects.requireNonNullElse;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an issuer words its access tokens.
 *
 * @param clientClaims claims that name the client, the first that is present counts
 * @param scopeClaims claims that hold the scopes, as one string or as a list
 * @param permissionClaims claims that hold permissions or roles; a dot leads into an object
 * @param types values of {@code typ} in the header
 * @param typeRequired whether a token without {@code typ} is refused
 * @param requiredValues claims of which each must have one of the values, or it is no access token
 * @param requiredAnyOf claims of which one must be present, or it is no access token
 * @param machineMarks claims that begin so in tokens of applications, which nobody logged in to
 * @param highSAllowed whether the issuer makes ECDSA signatures without taking care of a low s
 * @param keyHosts further hosts that the discovery document may send to for keys
 */
record IssuerDialect(
    List<String> clientClaims,
    List<String> scopeClaims,
    List<String> permissionClaims,
    Set<String> types,
    boolean typeRequired,
    Map<String, Set<String>> requiredValues,
    Set<String> requiredAnyOf,
    Map<String, String> machineMarks,
    boolean highSAllowed,
    Set<String> keyHosts) {

  IssuerDialect {
    clientClaims = List.copyOf(clientClaims);
    scopeClaims = List.copyOf(scopeClaims);
    permissionClaims = List.copyOf(permissionClaims);
    types = Set.copyOf(types);
    requiredValues = Map.copyOf(requiredValues);
    requiredAnyOf = Set.copyOf(requiredAnyOf);
    machineMarks = Map.copyOf(machineMarks);
    keyHosts = Set.copyOf(keyHosts);
  }

  /** This dialect with what a tenant says differently. */
  IssuerDialect with(TokenFormat format) {
    return new IssuerDialect(
        orElse(format.clientClaims(), clientClaims),
        orElse(format.scopeClaims(), scopeClaims),
        orElse(format.permissionClaims(), permissionClaims),
        format.types().isEmpty() ? types : format.types(),
        requireNonNullElse(format.typeRequired(), typeRequired),
        requiredValues,
        requiredAnyOf,
        machineMarks,
        requireNonNullElse(format.highSAllowed(), highSAllowed),
        keyHosts);
  }

  boolean isAccessToken(Map<String, Object> claims) {
    return (requiredAnyOf.isEmpty() || requiredAnyOf.stream().anyMatch(claims::containsKey))
        && requiredValues.entrySet().stream()
            .allMatch(
                required ->
                    claims.get(required.getKey()) instanceof String value
                        && required.getValue().contains(value));
  }

  boolean isOfMachine(Map<String, Object> claims) {
    return machineMarks.entrySet().stream()
        .anyMatch(
            mark ->
                claims.get(mark.getKey()) instanceof String value
                    && value.startsWith(mark.getValue()));
  }

  /** The value of the first of the claims that is present. */
  static @Nullable Object first(Map<String, Object> claims, List<String> names) {
    for (String name : names) {
      Object value = valueOf(claims, name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable Object valueOf(Map<?, ?> claims, String name) {
    Object value = claims.get(name);
    int dot = name.indexOf('.');
    return value == null && dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
        ? valueOf(inner, name.substring(dot + 1))
        : value;
  }

  private static <C extends Collection<String>> C orElse(C given, C preset) {
    return given.isEmpty() ? preset : given;
  }
}
