package io.devicegate.gateway.token;

import java.util.Map;
import java.util.Set;

/**
 * Reads a token's header (RFC 7515 section 4).
 *
 * <p>Only parameters that say how the token was made are allowed. Those that bring a key or the
 * address of one ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}), change how the token is to
 * be read ({@code crit}, {@code b64}, {@code zip}, {@code enc}, {@code cty}) or are unknown are
 * refused and never followed.
 */
final class JwtHeaderReader {

  private static final Set<String> ALLOWED = Set.of("alg", "kid", "typ", "x5t", "x5t#S256");
  private static final int MAX_DEPTH = 4;
  private static final int MAX_VALUES = 16;
  private static final int MAX_KEY_ID_LENGTH = 256;

  private final TokenPolicy policy;
  private final StrictJson json;

  JwtHeaderReader(TokenPolicy policy) {
    this.policy = policy;
    JwtLimits limits = policy.limits();
    this.json =
        new StrictJson(
            new StrictJson.Limits(
                limits.headerBytes(), MAX_DEPTH, MAX_VALUES, limits.stringLength()));
  }

  Header read(byte[] bytes) throws TokenRefusedException {
    Map<String, Object> parameters = parameters(bytes);
    if (!ALLOWED.containsAll(parameters.keySet())) {
      throw new TokenRefusedException(TokenRefusal.HEADER_NOT_ALLOWED);
    }
    JwsAlgorithm algorithm = algorithm(parameters);
    if (!parameters.values().stream().allMatch(String.class::isInstance)) {
      throw new TokenRefusedException(TokenRefusal.HEADER_MALFORMED);
    }
    checkType(parameters);
    return new Header(algorithm, keyId(parameters), parameters);
  }

  private Map<String, Object> parameters(byte[] bytes) throws TokenRefusedException {
    try {
      return json.readObject(bytes);
    } catch (MalformedJsonException e) {
      throw new TokenRefusedException(TokenRefusal.HEADER_MALFORMED);
    }
  }

  private JwsAlgorithm algorithm(Map<String, Object> parameters) throws TokenRefusedException {
    if (parameters.get("alg") instanceof String name) {
      JwsAlgorithm algorithm = JwsAlgorithm.ofHeaderValue(name).orElse(null);
      if (algorithm != null && policy.algorithms().contains(algorithm)) {
        return algorithm;
      }
    }
    throw new TokenRefusedException(TokenRefusal.ALGORITHM_NOT_ALLOWED);
  }

  private void checkType(Map<String, Object> parameters) throws TokenRefusedException {
    boolean allowed =
        parameters.get("typ") instanceof String type
            ? policy.types().contains(MediaType.normalized(type))
            : !policy.typeRequired();
    if (!allowed) {
      throw new TokenRefusedException(TokenRefusal.TYPE_NOT_ALLOWED);
    }
  }

  private static String keyId(Map<String, Object> parameters) throws TokenRefusedException {
    if (parameters.get("kid") instanceof String id
        && !id.isEmpty()
        && id.length() <= MAX_KEY_ID_LENGTH) {
      return id;
    }
    throw new TokenRefusedException(TokenRefusal.KEY_ID_INVALID);
  }

  /** A header that is allowed. */
  record Header(JwsAlgorithm algorithm, String keyId, Map<String, Object> parameters) {}
}
