package io.devicegate.gateway.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Mints tokens of every kind, good and bad, in the shapes of Auth0's two profiles. */
public final class TestTokens {

  public static final String AUDIENCE = "https://api.test";
  public static final String DEVICE_CLIENT = "tv-app";
  public static final String SUBJECT = "auth0|alice";
  public static final String PROTOCOL_CLAIM = "https://devicegate.io/protocol";

  /** The issuer's published key. */
  public static final RSAKey KEY = key("key-1");

  /** A key of somebody else, under the same id. */
  public static final RSAKey FOREIGN_KEY = key("key-1");

  private final String issuer;

  public TestTokens(String issuer) {
    this.issuer = issuer;
  }

  public static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token of the device flow, in Auth0's own profile. */
  public String device() {
    return with(claims -> {});
  }

  /** A device token with something changed. */
  public String with(Consumer<JWTClaimsSet.Builder> change) {
    return signed(KEY, JOSEObjectType.JWT, change);
  }

  /** A device token in the profile of RFC 9068. */
  public String accessTokenProfile() {
    return signed(
        KEY,
        new JOSEObjectType("at+jwt"),
        claims -> claims.claim("azp", null).claim("client_id", DEVICE_CLIENT).jwtID("id-1"));
  }

  /** A valid token of an application that is no device. */
  public String machine() {
    return with(
        claims ->
            claims
                .subject("machine@clients")
                .claim("azp", "machine")
                .claim("gty", "client-credentials"));
  }

  /** A valid token that nothing is known of. */
  public String ofUnknownProtocol() {
    return with(claims -> claims.claim("azp", "web-app"));
  }

  public String expired() {
    return with(
        claims ->
            claims
                .issueTime(Date.from(Instant.now().minus(Duration.ofHours(2))))
                .expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1)))));
  }

  /** Unsigned, as CVE-2015-9235 has it. */
  public String unsigned() {
    return new PlainJWT(claims(claims -> {})).serialize();
  }

  public String signed(
      RSAKey key, @Nullable JOSEObjectType type, Consumer<JWTClaimsSet.Builder> change) {
    return signed(
        key, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(type), change);
  }

  public String signed(
      RSAKey key, JWSHeader.Builder header, Consumer<JWTClaimsSet.Builder> change) {
    try {
      return sign(header.build(), new RSASSASigner(key), change);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String sign(JWSHeader header, JWSSigner signer, Consumer<JWTClaimsSet.Builder> change)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims(change));
    token.sign(signer);
    return token.serialize();
  }

  private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(SUBJECT)
            .audience(AUDIENCE)
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
            .claim("azp", DEVICE_CLIENT)
            .claim("scope", "read:catalogue write:purchases");
    change.accept(claims);
    return claims.build();
  }
}
