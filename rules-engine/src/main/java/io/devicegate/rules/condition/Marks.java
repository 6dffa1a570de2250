package io.devicegate.rules.condition;

import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that stand for the values which conditions demand of a field.
 *
 * <p>An input that meets a demand has its mark. The reverse is not certain, since two values may
 * share a mark: who finds one has to ask the condition itself. No mark is 0.
 */
public abstract class Marks {

  private final Selector field;
  private final int seed;

  private Marks(Selector field) {
    this.field = field;
    this.seed = 31 * field.hashCode();
  }

  /** Creates those of a field, for all values that {@link Constraints} demand of it. */
  public static Marks of(Selector field, Set<Object> demanded) {
    return switch (field.comparison()) {
      case EQUAL -> new Equal(field);
      case HOLDS -> new Holds(field);
      case WITHIN -> new Within(field, demanded);
    };
  }

  /** Returns the mark of a demanded value. */
  public final int mark(Object value) {
    int hash = seed + value.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash == 0 ? 1 : hash ^ (hash >>> 16);
  }

  /** Hands over the marks of what this input meets, and those of what fails on it if asked. */
  public final void read(Object root, IntConsumer marks) {
    Object value = field.read(root);
    if (value != null) {
      readValue(value, marks);
    }
  }

  abstract void readValue(Object value, IntConsumer marks);

  private static final class Equal extends Marks {

    Equal(Selector field) {
      super(field);
    }

    @Override
    void readValue(Object value, IntConsumer marks) {
      marks.accept(mark(value));
    }
  }

  private static final class Holds extends Marks {

    Holds(Selector field) {
      super(field);
    }

    @Override
    void readValue(Object value, IntConsumer marks) {
      List<?> list = (List<?>) value;
      for (int i = 0; i < list.size(); i++) {
        marks.accept(mark(list.get(i)));
      }
    }
  }

  /** Marks the network around the address once for each length of a prefix. */
  private static final class Within extends Marks {

    private final int[] lengths;
    private final int[] all;

    Within(Selector field, Set<Object> demanded) {
      super(field);
      this.lengths =
          demanded.stream().mapToInt(range -> ((Cidr) range).bits()).distinct().toArray();
      this.all = demanded.stream().mapToInt(this::mark).toArray();
    }

    @Override
    void readValue(Object value, IntConsumer marks) {
      IpAddress address = address((String) value);
      if (address == null) {
        for (int mark : all) {
          marks.accept(mark);
        }
        return;
      }
      for (int length : lengths) {
        marks.accept(mark(Cidr.around(address, length)));
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
