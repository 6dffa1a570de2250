package io.devicegate.rules.condition;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Equality of CEL: numbers by value whatever their type, other values of two types never equal. */
final class Equality {

  private Equality() {}

  static boolean equal(Object one, Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return numbers(a, b);
    }
    if (one instanceof List<?> a && other instanceof List<?> b) {
      return lists(a, b);
    }
    if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
      return maps(a, b);
    }
    if (one instanceof Optional<?> a && other instanceof Optional<?> b) {
      return a.isPresent() == b.isPresent() && (a.isEmpty() || equal(a.get(), b.get()));
    }
    return one.equals(other);
  }

  static boolean contains(List<?> list, Object element) {
    for (int i = 0; i < list.size(); i++) {
      if (equal(list.get(i), element)) {
        return true;
      }
    }
    return false;
  }

  private static boolean numbers(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.longValue() == y.longValue();
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.doubleValue() == y.doubleValue();
    }
    double one = a.doubleValue();
    double other = b.doubleValue();
    if (Double.isNaN(one) || Double.isInfinite(one) || Double.isNaN(other)) {
      return false;
    }
    return !Double.isInfinite(other) && exact(a).compareTo(exact(b)) == 0;
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof UnsignedLong unsigned) {
      return new BigDecimal(unsigned.bigIntegerValue());
    }
    return number instanceof Double value
        ? new BigDecimal(value)
        : BigDecimal.valueOf(number.longValue());
  }

  private static boolean lists(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean maps(Map<?, ?> a, Map<?, ?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      Object other = b.get(entry.getKey());
      if (other == null || !equal(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }
}
