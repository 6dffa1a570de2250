package io.devicegate.gateway.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token's claims as policies see them: text, whole numbers of 64 bits, other numbers as doubles,
 * truth values, lists and maps. Times are seconds since 1970 again, as in the token. A null is as
 * good as no claim.
 */
final class PlainClaims {

  private PlainClaims() {}

  static Map<String, Object> of(Map<String, Object> claims) {
    return map(claims);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof String || value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Instant time) {
      return time.getEpochSecond();
    }
    if (value instanceof BigDecimal || value instanceof BigInteger || value instanceof Double) {
      return finite(((Number) value).doubleValue());
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    return value instanceof Iterable<?> several ? list(several) : null;
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private static Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          Object plain = plain(value);
          if (plain != null) {
            copy.put(String.valueOf(name), plain);
          }
        });
    return Map.copyOf(copy);
  }

  private static List<Object> list(Iterable<?> several) {
    List<Object> copy = new ArrayList<>();
    for (Object value : several) {
      Object plain = plain(value);
      if (plain != null) {
        copy.add(plain);
      }
    }
    return List.copyOf(copy);
  }
}
