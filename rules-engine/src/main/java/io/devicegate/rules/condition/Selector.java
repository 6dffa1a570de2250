package io.devicegate.rules.condition;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A field of an input, reached from the root by its name. Equal when the names are. */
public final class Selector {

  private final String path;
  private final List<Function<Object, @Nullable Object>> steps;

  Selector(String path, List<Function<Object, @Nullable Object>> steps) {
    this.path = path;
    this.steps = List.copyOf(steps);
  }

  /** Returns the name, such as {@code client.id}. */
  public String path() {
    return path;
  }

  /** Returns the field's value in this input, or null when it is absent. */
  public @Nullable Object read(Object root) {
    Object value = root;
    for (int i = 0; i < steps.size() && value != null; i++) {
      value = steps.get(i).apply(value);
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Selector selector && selector.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path;
  }
}
