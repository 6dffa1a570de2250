package io.devicegate.gateway.access;

import io.devicegate.gateway.protocol.ProtocolGrade;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a verified token speaks for. Of a request that was let through it is the exchange's attribute
 * {@link #ATTRIBUTE}.
 *
 * @param tenant name of the tenant, from the configuration
 * @param issuer the token's {@code iss}
 * @param subject the token's {@code sub}
 * @param client the client it was issued to; null when it names none
 * @param scopes what it may be used for
 * @param grade which grant it came from, and by what evidence
 */
public record DevicePrincipal(
    String tenant,
    String issuer,
    String subject,
    @Nullable String client,
    List<String> scopes,
    ProtocolGrade grade) {

  /** Name of the exchange's attribute. */
  public static final String ATTRIBUTE = DevicePrincipal.class.getName();

  public DevicePrincipal {
    scopes = List.copyOf(scopes);
  }

  /** The same, good for less. */
  DevicePrincipal without(Set<String> dropped) {
    if (dropped.isEmpty()) {
      return this;
    }
    List<String> left = scopes.stream().filter(scope -> !dropped.contains(scope)).toList();
    return new DevicePrincipal(tenant, issuer, subject, client, left, grade);
  }

  /** Client ids are unique within their tenant only; a tenant's name has no such character. */
  String budgetKey() {
    return tenant + "|" + (client == null ? "" : client);
  }
}
