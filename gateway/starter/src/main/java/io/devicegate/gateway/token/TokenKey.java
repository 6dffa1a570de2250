package io.devicegate.gateway.token;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A token and the policy that it is for, as the key of a cache.
 *
 * <p>Equal only when every character is. The hash is made of the signature's last characters, which
 * differ between tokens as well as random numbers do and are a fraction of the token, mixed with a
 * seed of this process, so that nobody can choose tokens that collide.
 */
final class TokenKey {

  private static final int HASHED_LENGTH = 24;
  private static final long SEED = ThreadLocalRandom.current().nextLong() | 1;
  private static final long ODD = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio

  private final String token;
  private final String policyId;
  private final int hash;

  TokenKey(String token, String policyId) {
    this.token = token;
    this.policyId = policyId;
    this.hash = hash(token) ^ policyId.hashCode();
  }

  int length() {
    return token.length();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TokenKey that
            && hash == that.hash
            && token.equals(that.token)
            && policyId.equals(that.policyId));
  }

  private static int hash(String token) {
    long mixed = SEED;
    for (int i = Math.max(0, token.length() - HASHED_LENGTH); i < token.length(); i++) {
      mixed = (Long.rotateLeft(mixed, 7) ^ token.charAt(i)) * ODD;
    }
    return (int) (mixed >>> 32);
  }
}
