package io.devicegate.rules.condition;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of an input, reached from the root by its name, and how it is compared. Equal when both
 * are.
 */
public final class Selector {

  private final String path;
  private final List<Function<Object, @Nullable Object>> steps;
  private final Comparison comparison;

  Selector(String path, List<Function<Object, @Nullable Object>> steps, Comparison comparison) {
    this.path = path;
    this.steps = List.copyOf(steps);
    this.comparison = comparison;
  }

  /** Returns the name, such as {@code client.id}. */
  public String path() {
    return path;
  }

  /** Tells whether the field must be equal to one of the values. */
  public boolean isEquality() {
    return comparison == Comparison.EQUAL;
  }

  Comparison comparison() {
    return comparison;
  }

  /** Returns the field's value in this input, or null when it is absent. */
  @Nullable Object read(Object root) {
    Object value = root;
    for (int i = 0; i < steps.size() && value != null; i++) {
      value = steps.get(i).apply(value);
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Selector selector
        && selector.path.equals(path)
        && selector.comparison == comparison;
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path;
  }

  /** What a field must have to do with one of the values. */
  enum Comparison {
    /** Be it. */
    EQUAL,
    /** Have it among its elements. */
    HOLDS,
    /** Lie in it, which is a range of addresses. */
    WITHIN
  }
}
