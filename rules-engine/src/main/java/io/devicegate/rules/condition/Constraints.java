package io.devicegate.rules.condition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What must hold for a condition to be true: each field named here is, holds or lies in one of the
 * values listed, as its selector says. When one does not, the condition is false, and fails at most
 * for an address that is none.
 *
 * @param values admitted values by field
 */
public record Constraints(Map<Selector, Set<Object>> values) {

  /** Any input may do. */
  public static final Constraints NONE = new Constraints(Map.of());

  public Constraints {
    values = Map.copyOf(values);
  }

  /** Both must hold. */
  public Constraints and(Constraints other) {
    if (values.isEmpty() || other.values.isEmpty()) {
      return values.isEmpty() ? other : this;
    }
    Map<Selector, Set<Object>> both = new HashMap<>(values);
    other.values.forEach(
        (field, admitted) ->
            both.merge(
                field, admitted, field.isEquality() ? Constraints::common : Constraints::fewer));
    return new Constraints(both);
  }

  /** One of both must hold. */
  public Constraints or(Constraints other) {
    Map<Selector, Set<Object>> either = new HashMap<>();
    values.forEach(
        (field, admitted) -> {
          Set<Object> others = other.values.get(field);
          if (others != null) {
            Set<Object> union = new HashSet<>(admitted);
            union.addAll(others);
            either.put(field, Set.copyOf(union));
          }
        });
    return new Constraints(either);
  }

  /** A list may meet two demands by two elements, an address by two ranges: either one holds. */
  private static Set<Object> fewer(Set<Object> a, Set<Object> b) {
    return b.size() < a.size() ? b : a;
  }

  private static Set<Object> common(Set<Object> a, Set<Object> b) {
    Set<Object> common = new HashSet<>(a);
    common.retainAll(b);
    return Set.copyOf(common);
  }
}
