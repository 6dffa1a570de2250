package io.devicegate.gateway.token;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a tenant's tokens do differently from its preset; what is left out is as the preset has it.
 *
 * @param clientClaims claims that name the client, the first that is present counts
 * @param scopeClaims claims that hold the scopes, as one string or as a list
 * @param permissionClaims claims that hold permissions or roles; a dot leads into an object, as in
 *     realm_access.roles
 * @param types accepted values of typ in the header, in any case, with or without application/
 * @param typeRequired whether a token without typ in its header is refused
 * @param highSAllowed whether ECDSA signatures with the higher of the two possible s are accepted
 */
public record TokenFormat(
    @DefaultValue List<String> clientClaims,
    @DefaultValue List<String> scopeClaims,
    @DefaultValue List<String> permissionClaims,
    @DefaultValue Set<String> types,
    @Nullable Boolean typeRequired,
    @Nullable Boolean highSAllowed) {

  static final TokenFormat AS_PRESET =
      new TokenFormat(List.of(), List.of(), List.of(), Set.of(), null, null);

  public TokenFormat {
    clientClaims = List.copyOf(clientClaims);
    scopeClaims = List.copyOf(scopeClaims);
    permissionClaims = List.copyOf(permissionClaims);
    types = Set.copyOf(types);
  }
}
