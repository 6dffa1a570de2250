package io.devicegate.gateway.token;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The usable public signature keys of a JWK set; what is weak, broken or secret is left out. */
record KeySet(List<JWK> keys) {

  private static final int MAX_KEYS = 100;
  private static final int MIN_RSA_BITS = 2048;

  /** The keys of a JWK set (RFC 7517 section 5); none when it is not one. */
  static KeySet of(Map<String, Object> json) {
    if (!(json.get("keys") instanceof List<?> keys)) {
      return new KeySet(List.of());
    }
    return new KeySet(keys.stream().limit(MAX_KEYS).flatMap(KeySet::usable).toList());
  }

  /** The keys that may have signed a token with this {@code kid}; all when it has none. */
  List<JWK> matching(@Nullable String keyId) {
    if (keyId == null) {
      return keys;
    }
    return keys.stream().filter(key -> Objects.equals(key.getKeyID(), keyId)).toList();
  }

  @SuppressWarnings("unchecked") // A JSON object's names are strings.
  private static Stream<JWK> usable(Object json) {
    try {
      JWK key = json instanceof Map<?, ?> map ? JWK.parse((Map<String, Object>) map) : null;
      return key != null && isUsable(key) ? Stream.of(key.toPublicJWK()) : Stream.empty();
    } catch (ParseException | IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static boolean isUsable(JWK key) {
    boolean forSignatures = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
    boolean weak = key instanceof RSAKey rsa && rsa.size() < MIN_RSA_BITS;
    return key instanceof AsymmetricJWK && forSignatures && !weak;
  }
}
