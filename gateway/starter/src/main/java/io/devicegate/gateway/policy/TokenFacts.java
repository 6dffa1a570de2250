package io.devicegate.gateway.policy;

import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.token.VerifiedToken;
import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRequest.Client;
import io.devicegate.rules.access.AccessRequest.Endpoint;
import io.devicegate.rules.access.AccessRequest.Grant;
import io.devicegate.rules.access.AccessRequest.Http;
import io.devicegate.rules.access.AccessRequest.Signal;
import io.devicegate.rules.access.AccessRequest.Token;
import io.devicegate.rules.access.AccessRequest.User;
import io.devicegate.rules.event.Signal.Mode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What access policies see of a verified token. Made once and remembered with the token, so that a
 * request adds only what is its own.
 *
 * <p>What the token does not say is absent. Claims that an issuer reserves are also taken under the
 * name that an Action may give them, as {@link VerifiedToken#claim} has it.
 *
 * @param token its claims, times and scopes
 * @param client the client that it was issued to; its id is empty when the token names none
 * @param user its user, or nobody
 * @param grant which grant it came from, by what evidence
 */
public record TokenFacts(Token token, Client client, User user, Grant grant) {

  /** What is known of every request, of that which policies require by name. */
  static final Set<String> INPUTS = Set.of("device.ip", "device.ua_family");

  /**
   * Reads a token.
   *
   * @param scopes what it is good for, after the login rules
   * @throws IllegalArgumentException if it is larger than policies may look at, or says no time of
   *     issue; names the part, not its value
   */
  public static TokenFacts of(VerifiedToken verified, List<String> scopes, ProtocolGrade grade) {
    String clientId = verified.client() == null ? "" : verified.client();
    return new TokenFacts(
        token(verified, scopes),
        new Client(clientId, null, verified.tenant().deviceClients().contains(clientId)),
        grade.isWithoutUser() ? User.NONE : user(verified),
        new Grant(grade.name(), grade.evidence().kind().wireName(), null, null, null));
  }

  /**
   * Adds a request, and what holds at the moment.
   *
   * @param met the signals that hold about whoever asks; those that only observe are left out,
   *     since they must have no effect
   */
  public AccessRequest with(Http request, List<io.devicegate.rules.event.Signal> met, Instant now) {
    return new AccessRequest(
        token, client, user, device(request), Endpoint.UNKNOWN, grant, request, signals(met), now);
  }

  private static List<Signal> signals(List<io.devicegate.rules.event.Signal> met) {
    return met.isEmpty()
        ? List.of()
        : met.stream().filter(s -> s.mode() == Mode.ENFORCE).map(TokenFacts::signal).toList();
  }

  private static Signal signal(io.devicegate.rules.event.Signal signal) {
    return new Signal(
        signal.kind(),
        signal.subjectKind().name().toLowerCase(Locale.ROOT),
        signal.raisedAt(),
        signal.expiresAt());
  }

  /** Whoever calls with the token is the device; where else it has been is not known here. */
  private static Endpoint device(Http request) {
    String family = UserAgents.family(request.userAgent());
    return request.ip() == null && family == null
        ? Endpoint.UNKNOWN
        : new Endpoint(request.ip(), request.asn(), null, null, family, null);
  }

  private static Token token(VerifiedToken verified, List<String> scopes) {
    Instant issuedAt = verified.time("iat");
    if (issuedAt == null) {
      throw new IllegalArgumentException("token.issued_at: absent (expected: the claim iat)");
    }
    return new Token(
        verified.issuer(),
        verified.subject(),
        texts(verified.claims().get("aud")),
        scopes,
        text(verified.claims().get("jti")),
        issuedAt,
        verified.expiresAt(),
        text(verified.claim("acr")),
        texts(verified.claim("amr")),
        verified.time("auth_time"),
        confirmation(verified.claims().get("cnf")),
        PlainClaims.of(verified.claims()));
  }

  private static User user(VerifiedToken verified) {
    return new User(
        verified.subject(),
        text(verified.claim("email")),
        Boolean.TRUE.equals(verified.claim("email_verified")),
        texts(verified.claim("groups")),
        false,
        null);
  }

  /** RFC 9449 section 6, else RFC 8705 section 3.1. */
  private static @Nullable String confirmation(@Nullable Object cnf) {
    if (!(cnf instanceof Map<?, ?> members)) {
      return null;
    }
    String key = text(members.get("jkt"));
    return key == null ? text(members.get("x5t#S256")) : key;
  }

  private static @Nullable String text(@Nullable Object claim) {
    return claim instanceof String text ? text : null;
  }

  private static List<String> texts(@Nullable Object claim) {
    if (claim instanceof String text) {
      return List.of(text);
    }
    return claim instanceof Collection<?> several
        ? several.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
