package io.devicegate.rules.condition;

import java.util.HashSet;
import java.util.Set;

/**
 * Which optional fields are known to be there, once a condition has turned out true or false.
 *
 * @param whenTrue paths such as {@code token.acr}
 * @param whenFalse the same, for the other outcome
 */
public record Facts(Set<String> whenTrue, Set<String> whenFalse) {

  /** Nothing is known. */
  public static final Facts NONE = new Facts(Set.of(), Set.of());

  public Facts {
    whenTrue = Set.copyOf(whenTrue);
    whenFalse = Set.copyOf(whenFalse);
  }

  static Facts presence(String path) {
    return new Facts(Set.of(path), Set.of());
  }

  Facts negated() {
    return new Facts(/* whenTrue= */ whenFalse, /* whenFalse= */ whenTrue);
  }

  Facts and(Facts other) {
    return new Facts(union(whenTrue, other.whenTrue), common(whenFalse, other.whenFalse));
  }

  Facts or(Facts other) {
    return new Facts(common(whenTrue, other.whenTrue), union(whenFalse, other.whenFalse));
  }

  /** Returns the paths of both sets. */
  public static Set<String> union(Set<String> a, Set<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    Set<String> union = new HashSet<>(a);
    union.addAll(b);
    return union;
  }

  private static Set<String> common(Set<String> a, Set<String> b) {
    Set<String> common = new HashSet<>(a);
    common.retainAll(b);
    return common;
  }
}
