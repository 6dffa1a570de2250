package io.devicegate.gateway.regression;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.devicegate.gateway.testing.EcdsaNumbers;
import io.devicegate.gateway.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token of which a test says every byte: members are JSON text, so that they can be wrong.
 *
 * @param header header parameters by name
 * @param claims claims by name
 * @param key what it is signed with: RS256 or ES256
 */
record RawToken(Map<String, String> header, Map<String, String> claims, JWK key) {

  static RawToken of(String issuer, String audience, Instant now) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("iss", quoted(issuer));
    claims.put("sub", quoted(TestTokens.SUBJECT));
    claims.put("aud", quoted(audience));
    claims.put("azp", quoted(TestTokens.DEVICE_CLIENT));
    claims.put("iat", "" + now.getEpochSecond());
    claims.put("exp", "" + (now.getEpochSecond() + 3_600));
    claims.put("jti", quoted(UUID.randomUUID().toString()));
    return new RawToken(Map.of(), claims, RegressionGateway.KEY)
        .header("alg", "\"RS256\"")
        .header("typ", "\"JWT\"")
        .key(RegressionGateway.KEY);
  }

  /** Signed with a key, which the header names. */
  RawToken key(JWK signer) {
    RawToken changed = new RawToken(header, claims, signer);
    return changed
        .header("alg", signer instanceof ECKey ? "\"ES256\"" : "\"RS256\"")
        .header("kid", quoted(signer.getKeyID()));
  }

  RawToken header(String name, String json) {
    return new RawToken(with(header, name, json), claims, key);
  }

  RawToken claim(String name, String json) {
    return new RawToken(header, with(claims, name, json), key);
  }

  RawToken withoutHeader(String name) {
    return new RawToken(without(header, name), claims, key);
  }

  RawToken withoutClaim(String name) {
    return new RawToken(header, without(claims, name), key);
  }

  String signed() {
    return signed(claimsJson().getBytes(StandardCharsets.UTF_8));
  }

  /** Signed, with other bytes for claims. */
  String signed(byte[] claimsBytes) {
    return signed(headerJson(), claimsBytes);
  }

  String signed(String headerText, byte[] claimsBytes) {
    String part = base64(headerText.getBytes(StandardCharsets.UTF_8)) + "." + base64(claimsBytes);
    return part + "." + base64(signature(part));
  }

  /** With these bytes for a signature. */
  String withSignature(byte[] signature) {
    return signedPart() + "." + base64(signature);
  }

  /** With a MAC of SHA-256 for a signature. */
  String withMac(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return withSignature(mac.doFinal(signedPart().getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String headerJson() {
    return json(header);
  }

  String claimsJson() {
    return json(claims);
  }

  String signedPart() {
    return base64(headerJson().getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(claimsJson().getBytes(StandardCharsets.UTF_8));
  }

  byte[] signature(String text) {
    boolean elliptic = key instanceof ECKey;
    try {
      Signature signature =
          Signature.getInstance(elliptic ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
      signature.initSign(
          key instanceof ECKey ec ? ec.toPrivateKey() : ((RSAKey) key).toPrivateKey());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = signature.sign();
      // As careful issuers sign: with the lower of the two s.
      return elliptic ? EcdsaNumbers.of(bytes).low().bytes() : bytes;
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }

  static String base64(byte[] bytes) {
    return Base64URL.encode(bytes).toString();
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Map<String, String> with(Map<String, String> map, String name, String json) {
    Map<String, String> changed = new LinkedHashMap<>(map);
    changed.put(name, json);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> map, String name) {
    Map<String, String> changed = new LinkedHashMap<>(map);
    changed.remove(name);
    return changed;
  }
}
