package io.devicegate.gateway.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;

/** A token whose signature and claims have been verified. Only {@link TokenVerifier} makes one. */
public final class VerifiedJwt {

  private final Jwt jwt;
  private final TokenTimes times;
  private final VerificationKey key;
  private final Instant usableUntil;
  private volatile @Nullable Object attachment;

  VerifiedJwt(StrictJwt jwt, VerificationKey key, Instant keyUsableUntil) {
    this.jwt = springJwt(jwt);
    this.times = jwt.times();
    this.key = key;
    this.usableUntil =
        times.expiresAt().isBefore(keyUsableUntil) ? times.expiresAt() : keyUsableUntil;
  }

  /** The token for Spring Security, claims converted as its own decoders do. */
  public Jwt jwt() {
    return jwt;
  }

  /** When the token, or the key that verified it, expires. */
  public Instant usableUntil() {
    return usableUntil;
  }

  /** What its checker has attached; lives as long as the token is remembered. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Attaches what was found out about the token, so that one look-up finds both. */
  public void attach(Object finding) {
    attachment = finding;
  }

  TokenTimes times() {
    return times;
  }

  VerificationKey key() {
    return key;
  }

  private static Jwt springJwt(StrictJwt jwt) {
    TokenTimes times = jwt.times();
    Map<String, Object> claims = new LinkedHashMap<>(jwt.claims());
    claims.put(JwtClaimNames.AUD, jwt.audience());
    claims.put(JwtClaimNames.EXP, times.expiresAt());
    claims.computeIfPresent(JwtClaimNames.NBF, (name, seconds) -> times.notBefore());
    claims.computeIfPresent(JwtClaimNames.IAT, (name, seconds) -> times.issuedAt());
    return new Jwt(jwt.token(), times.issuedAt(), times.expiresAt(), jwt.header(), claims);
  }
}
