package io.devicegate.rules.condition;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is filed under the values that a field must have.
 *
 * @param <T> what is filed
 */
public abstract class Lookup<T> {

  private final Selector field;
  private final Map<Object, T> byValue;

  private Lookup(Selector field, Map<Object, T> byValue) {
    this.field = field;
    this.byValue = Map.copyOf(byValue);
  }

  /** Creates one of values as {@link Constraints} has them. */
  public static <T> Lookup<T> of(Selector field, Map<Object, T> byValue) {
    return switch (field.comparison()) {
      case EQUAL -> new Equal<>(field, byValue);
      case HOLDS -> new Holds<>(field, byValue);
      case WITHIN -> new Within<>(field, byValue);
    };
  }

  /** Hands over all that the field of this input meets, and what fails on it if asked. */
  public void find(Object root, Consumer<? super T> found) {
    Object value = field.read(root);
    if (value != null) {
      match(value, found);
    }
  }

  abstract void match(Object value, Consumer<? super T> found);

  void get(Object value, Consumer<? super T> found) {
    T filed = byValue.get(value);
    if (filed != null) {
      found.accept(filed);
    }
  }

  void all(Consumer<? super T> found) {
    byValue.values().forEach(found);
  }

  private static final class Equal<T> extends Lookup<T> {

    Equal(Selector field, Map<Object, T> byValue) {
      super(field, byValue);
    }

    @Override
    void match(Object value, Consumer<? super T> found) {
      get(value, found);
    }
  }

  private static final class Holds<T> extends Lookup<T> {

    Holds(Selector field, Map<Object, T> byValue) {
      super(field, byValue);
    }

    @Override
    void match(Object value, Consumer<? super T> found) {
      List<?> list = (List<?>) value;
      for (int i = 0; i < list.size(); i++) {
        get(list.get(i), found);
      }
    }
  }

  /** Asks for the network around the address once for each length of a prefix. */
  private static final class Within<T> extends Lookup<T> {

    private final int[] lengths;

    Within(Selector field, Map<Object, T> byValue) {
      super(field, byValue);
      this.lengths =
          byValue.keySet().stream().mapToInt(range -> ((Cidr) range).bits()).distinct().toArray();
    }

    @Override
    void match(Object value, Consumer<? super T> found) {
      IpAddress address = address((String) value);
      if (address == null) {
        all(found);
        return;
      }
      for (int length : lengths) {
        get(Cidr.around(address, length), found);
      }
    }

    private static @Nullable IpAddress address(String text) {
      try {
        return IpAddress.parse(text);
      } catch (IllegalArgumentException e) {
        // A condition that asks for its network fails, which is not for the index to hide.
        return null;
      }
    }
  }
}
