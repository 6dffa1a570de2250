package io.devicegate.rules.access;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.condition.Bounds;
import io.devicegate.rules.condition.RecordData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an access policy may look at, and nothing else: evaluation reads no clock and does no
 * I/O, so the same request always gets the same decision from the same rules.
 *
 * <p>These records are the schema of the policies: a component {@code issuedAt} of {@code token} is
 * {@code token.issued_at} in a condition, and a nullable component is an optional field. Each text
 * holds at most 8,192 characters, 512 in a list; each list holds at most 256 elements.
 *
 * @param token the access token, verified
 * @param client the OAuth client that the token was issued to
 * @param user the person who approved the device
 * @param device the device that polls and calls, as far as it is known
 * @param approver the browser in which the user approved the device
 * @param grant how the token came about
 * @param request the HTTP request
 * @param signals what detections say about any of these at the moment
 * @param now the time of the decision
 */
public record AccessRequest(
    Token token,
    Client client,
    User user,
    Endpoint device,
    Endpoint approver,
    Grant grant,
    Http request,
    List<Signal> signals,
    Instant now) {

  public AccessRequest {
    requireNonNull(token, "token");
    requireNonNull(client, "client");
    requireNonNull(user, "user");
    requireNonNull(device, "device");
    requireNonNull(approver, "approver");
    requireNonNull(grant, "grant");
    requireNonNull(request, "request");
    signals = Bounds.list(signals, "signals");
    requireNonNull(now, "now");
  }

  /**
   * Reads a request from plain data with the names of the schema, as {@link #toMap} writes it.
   *
   * @throws IllegalArgumentException if a part is missing, unknown or of the wrong type; names it
   */
  public static AccessRequest fromMap(Map<String, ?> data) {
    return RecordData.read(AccessRequest.class, data);
  }

  /** Returns the request as plain data: what a decision log must keep to replay the decision. */
  public Map<String, Object> toMap() {
    return RecordData.write(this);
  }

  /**
   * A verified access token.
   *
   * @param issuer {@code iss}
   * @param subject {@code sub}
   * @param audiences {@code aud}
   * @param scopes what the token is good for, one word each
   * @param id {@code jti}
   * @param issuedAt {@code iat}
   * @param expiresAt {@code exp}
   * @param acr {@code acr}
   * @param amr {@code amr}; empty when the token has none
   * @param authTime {@code auth_time}
   * @param cnf what the token is bound to: the {@code jkt} or {@code x5t#S256} of {@code cnf} (RFC
   *     9449, RFC 8705)
   * @param claims every claim, as plain data without nulls
   */
  public record Token(
      String issuer,
      String subject,
      List<String> audiences,
      List<String> scopes,
      @Nullable String id,
      Instant issuedAt,
      Instant expiresAt,
      @Nullable String acr,
      List<String> amr,
      @Nullable Instant authTime,
      @Nullable String cnf,
      Map<String, Object> claims) {

    public Token {
      Bounds.text(issuer, "token.issuer");
      Bounds.text(subject, "token.subject");
      audiences = Bounds.texts(audiences, "token.audiences");
      scopes = Bounds.texts(scopes, "token.scopes");
      Bounds.optionalText(id, "token.id");
      requireNonNull(issuedAt, "token.issuedAt");
      requireNonNull(expiresAt, "token.expiresAt");
      Bounds.optionalText(acr, "token.acr");
      amr = Bounds.texts(amr, "token.amr");
      Bounds.optionalText(cnf, "token.cnf");
      claims = Bounds.map(claims, "token.claims");
    }
  }

  /**
   * An OAuth client.
   *
   * @param id {@code client_id}, or {@code azp}
   * @param name what people call it
   * @param device whether it is registered as a client of the device flow
   */
  public record Client(String id, @Nullable String name, boolean device) {

    public Client {
      Bounds.text(id, "client.id");
      Bounds.optionalText(name, "client.name");
    }
  }

  /**
   * A user. A token without a user, as of client credentials, has an empty one.
   *
   * @param id the user's id; absent when there is no user
   * @param email the e-mail address
   * @param emailVerified whether the user has shown that the address is theirs
   * @param groups groups or roles
   * @param blocked whether the account is blocked
   * @param revokedAt since when older sessions of the user are void
   */
  public record User(
      @Nullable String id,
      @Nullable String email,
      boolean emailVerified,
      List<String> groups,
      boolean blocked,
      @Nullable Instant revokedAt) {

    /** No user. */
    public static final User NONE = new User(null, null, false, List.of(), false, null);

    public User {
      Bounds.optionalText(id, "user.id");
      Bounds.optionalText(email, "user.email");
      groups = Bounds.texts(groups, "user.groups");
    }
  }

  /**
   * Where something came from on the network.
   *
   * @param ip the address
   * @param asn the number of the autonomous system
   * @param country ISO 3166 code, two letters
   * @param geo the place
   * @param uaFamily family of the user agent, in lower case: {@code firefox}, {@code python}
   * @param ipType {@code residential}, {@code hosting}, {@code tor}, {@code proxy}
   */
  public record Endpoint(
      @Nullable String ip,
      @Nullable Long asn,
      @Nullable String country,
      @Nullable Geo geo,
      @Nullable String uaFamily,
      @Nullable String ipType) {

    /** Nothing is known. */
    public static final Endpoint UNKNOWN = new Endpoint(null, null, null, null, null, null);

    public Endpoint {
      Bounds.optionalText(ip, "ip");
      Bounds.optionalText(country, "country");
      Bounds.optionalText(uaFamily, "uaFamily");
      Bounds.optionalText(ipType, "ipType");
    }
  }

  /**
   * A place on earth.
   *
   * @param latitude degrees, north is positive
   * @param longitude degrees, east is positive
   */
  public record Geo(double latitude, double longitude) {

    public Geo {
      if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
        throw new IllegalArgumentException(
            "geo: " + latitude + "," + longitude + " (expected: within 90 and 180 degrees)");
      }
    }
  }

  /**
   * How a token came about.
   *
   * @param protocol which grant began the session: {@code oauth2-device-code} as Auth0 names it,
   *     the name of another grant, or {@code unknown}
   * @param evidence how strong the proof of it is, as the gateway names it; {@code none} without
   * @param issuedAt when the device code was issued
   * @param approvedAt when the user approved it
   * @param refreshedAt when the token was last refreshed
   */
  public record Grant(
      String protocol,
      String evidence,
      @Nullable Instant issuedAt,
      @Nullable Instant approvedAt,
      @Nullable Instant refreshedAt) {

    public Grant {
      Bounds.text(protocol, "grant.protocol");
      Bounds.text(evidence, "grant.evidence");
    }
  }

  /**
   * An HTTP request.
   *
   * @param method in upper case
   * @param path canonical, without query
   * @param route id of the gateway's route
   * @param ip address of the caller
   * @param asn autonomous system of the caller
   * @param userAgent the header as sent
   */
  public record Http(
      String method,
      String path,
      String route,
      @Nullable String ip,
      @Nullable Long asn,
      @Nullable String userAgent) {

    public Http {
      Bounds.text(method, "request.method");
      Bounds.text(path, "request.path");
      Bounds.text(route, "request.route");
      Bounds.optionalText(ip, "request.ip");
      Bounds.optionalText(userAgent, "request.userAgent");
    }
  }

  /**
   * What a detection says about the token, its client, user, session or address.
   *
   * @param kind what was detected
   * @param subject what it is about: {@code client}, {@code user}, {@code session}, {@code ip}
   * @param raisedAt since when
   * @param expiresAt until when
   */
  public record Signal(String kind, String subject, Instant raisedAt, Instant expiresAt) {

    public Signal {
      Bounds.text(kind, "signal.kind");
      Bounds.text(subject, "signal.subject");
      requireNonNull(raisedAt, "signal.raisedAt");
      requireNonNull(expiresAt, "signal.expiresAt");
    }
  }
}
