package io.devicegate.gateway.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the tokens that the load replays, one a line, and the keys that verify them. Run by the
 * harness from its source file, with the server's class path.
 */
public final class MintTokens {

  private static final String KEY_ID = "bench-key-of-a-usual-length";
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final List<String> PERMISSIONS =
      List.of("read:catalogue", "read:profile", "write:purchases", "read:recommendations");

  private final String issuer;
  private final String audience;
  private final String client;
  private final Instant now = Instant.now();

  private MintTokens(String issuer, String audience, String client) {
    this.issuer = issuer;
    this.audience = audience;
    this.client = client;
  }

  /**
   * Arguments: folder to write to, issuer, audience, client, number of tokens, every how many-th is
   * signed by a wrong key in the mixed file.
   */
  public static void main(String[] args) throws IOException, JOSEException {
    Path folder = Path.of(args[0]);
    MintTokens mint = new MintTokens(args[1], args[2], args[3]);
    int count = Integer.parseInt(args[4]);
    int badEvery = Integer.parseInt(args[5]);
    RSAKey key = key();
    // Of another key under the same id, so that the signature has to be computed to be refused.
    RSAKey foreign = key();

    List<String> valid = mint.many(key, count);
    List<String> bad = mint.many(foreign, count / badEvery);
    List<String> mixed =
        IntStream.range(0, count)
            .mapToObj(i -> i % badEvery == 0 ? bad.get(i / badEvery) : valid.get(i))
            .toList();
    // So many refusals that their code, too, is compiled before anything is measured.
    List<String> half =
        IntStream.range(0, count)
            .mapToObj(i -> i % 2 == 0 ? bad.get(i / 2 % bad.size()) : valid.get(i))
            .toList();

    Files.writeString(folder.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
    Files.writeString(folder.resolve("public-key.pem"), pem(key.toRSAPublicKey()));
    Files.write(folder.resolve("many.txt"), valid);
    Files.write(folder.resolve("hot.txt"), valid.subList(0, 1));
    Files.write(folder.resolve("mixed.txt"), mixed);
    Files.write(folder.resolve("half.txt"), half);
    Files.write(folder.resolve("bad-signature.txt"), bad.subList(0, 1));
    Instant past = mint.now.minus(LIFETIME.multipliedBy(2));
    Files.writeString(folder.resolve("expired.txt"), mint.token(key, 0, mint.audience, past));
    Files.writeString(
        folder.resolve("wrong-audience.txt"),
        mint.token(key, 0, "https://other.bench.test", mint.now));
  }

  private static RSAKey key() throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
  }

  private List<String> many(RSAKey key, int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> token(key, i, audience, now))
        .toList();
  }

  private String token(RSAKey key, int number, String firstAudience, Instant issuedAt) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject("auth0|%024x".formatted(number))
            .audience(List.of(firstAudience, issuer + "userinfo"))
            .issueTime(Date.from(issuedAt))
            .expirationTime(Date.from(issuedAt.plus(LIFETIME)))
            .claim("azp", client)
            .claim("scope", "openid profile offline_access read:catalogue")
            .claim("permissions", PERMISSIONS)
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY_ID).type(JOSEObjectType.JWT).build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static String pem(RSAPublicKey key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }
}
