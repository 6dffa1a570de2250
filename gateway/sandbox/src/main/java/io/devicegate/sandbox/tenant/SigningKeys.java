package io.devicegate.sandbox.tenant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The RSA keys of the tenant: the newest signs, and those kept from before still verify. Keys live
 * in memory only, so every start of the sandbox has new ones.
 */
@Component
final class SigningKeys implements JWKSource<SecurityContext> {

  private static final int BITS = 2048;
  private static final int MAX_KEYS = 5;

  private volatile List<RSAKey> keys = List.of(generate());

  /** The key that signs. */
  RSAKey current() {
    return keys.get(0);
  }

  /**
   * Signs with a new key from now on.
   *
   * @param keepPrevious whether tokens signed so far stay verifiable; otherwise the old keys
   *     disappear from the key set at once
   */
  synchronized RSAKey rotate(boolean keepPrevious) {
    List<RSAKey> next = new ArrayList<>();
    next.add(generate());
    if (keepPrevious) {
      next.addAll(keys.subList(0, Math.min(keys.size(), MAX_KEYS - 1)));
    }
    keys = List.copyOf(next);
    return current();
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    return selector.select(new JWKSet(new ArrayList<JWK>(keys)));
  }

  private static RSAKey generate() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyID(UUID.randomUUID().toString())
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("This JVM cannot generate RSA keys", e);
    }
  }
}
