package io.devicegate.gateway.protocol;

import io.devicegate.gateway.protocol.Evidence.Kind;
import io.devicegate.gateway.token.VerifiedToken;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Grades which grant a token came from. No standard claim says "device flow", so it takes evidence,
 * strongest first:
 *
 * <ol>
 *   <li>what the issuer itself says against it: {@code gty}, which Auth0 reserves and sets for
 *       client credentials and password, and subjects that are the client, as client credentials
 *       give them;
 *   <li>the claim that a rule or Action stamped at login;
 *   <li>the issuer's log, which tells of each exchange of a device code;
 *   <li>the client, when it is registered as one that uses nothing but the device flow.
 * </ol>
 *
 * <p>{@code gty=refresh_token} and a stamp of {@code oauth2-refresh-token} say nothing: a refresh
 * has lost what it began as, so weaker evidence decides.
 */
public final class ProtocolGrader {

  private static final Set<String> DEVICE_NAMES =
      Set.of(
          ProtocolGrade.DEVICE_CODE, "urn:ietf:params:oauth:grant-type:device_code", "device_code");

  private static final Map<String, String> OTHER_GRANTS =
      Map.of(
          "client-credentials", "client-credentials",
          "client_credentials", "client-credentials",
          "password", "oauth2-password",
          "password-realm", "oauth2-password",
          "implicit", "oidc-implicit-profile",
          "authorization_code", "oidc-basic-profile");

  private static final String REFRESH = "oauth2-refresh-token";
  private static final String CLIENT_SUBJECT = "@clients";

  private final DeviceExchangeEvidence exchanges;

  public ProtocolGrader(DeviceExchangeEvidence exchanges) {
    this.exchanges = exchanges;
  }

  /** Grades a token by its claims, its tenant's configuration and the issuer's log. */
  public ProtocolGrade grade(VerifiedToken token) {
    for (String grant : texts(token.claims().get("gty"))) {
      String name = OTHER_GRANTS.get(grant);
      if (name != null) {
        return notDevice(name, new Evidence(Kind.GRANT_CLAIM, "gty"));
      }
    }
    if (isOfMachine(token)) {
      return notDevice("client-credentials", new Evidence(Kind.CLIENT_SUBJECT, null));
    }
    String claim = token.tenant().protocolClaim();
    if (token.claims().get(claim) instanceof String stamp
        && !stamp.isBlank()
        && !stamp.equals(REFRESH)) {
      Evidence evidence = new Evidence(Kind.STAMPED_CLAIM, claim);
      return DEVICE_NAMES.contains(stamp) ? device(evidence) : notDevice(stamp, evidence);
    }
    if (token.claims().get("jti") instanceof String id
        && exchanges.issuedByDeviceFlow(token.tenant().name(), id)) {
      return device(new Evidence(Kind.LOGGED_EXCHANGE, null));
    }
    String client = token.client();
    if (client != null && token.tenant().deviceClients().contains(client)) {
      return device(new Evidence(Kind.DEVICE_CLIENT, client));
    }
    return new ProtocolGrade(Protocol.UNKNOWN, ProtocolGrade.UNKNOWN_NAME, Evidence.NONE);
  }

  /** RFC 9068 section 2.2: without a resource owner the subject is the client. */
  private static boolean isOfMachine(VerifiedToken token) {
    return token.subject().endsWith(CLIENT_SUBJECT)
        || token.subject().equals(token.client())
        || token.tenant().isOfMachine(token.claims());
  }

  private static ProtocolGrade device(Evidence evidence) {
    return new ProtocolGrade(Protocol.DEVICE, ProtocolGrade.DEVICE_CODE, evidence);
  }

  private static ProtocolGrade notDevice(String name, Evidence evidence) {
    return new ProtocolGrade(Protocol.NOT_DEVICE, name, evidence);
  }

  private static Collection<String> texts(@Nullable Object claim) {
    if (claim instanceof String text) {
      return List.of(text);
    }
    if (claim instanceof Collection<?> several) {
      return several.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return List.of();
  }
}
