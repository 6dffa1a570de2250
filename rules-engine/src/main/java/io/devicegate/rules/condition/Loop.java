package io.devicegate.rules.condition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The loop behind {@code exists}, {@code all}, {@code filter} and {@code map}. A failed step is
 * kept as the accumulator's value, since a later element may absorb it: {@code error || true}.
 */
record Loop(
    Node range, Node initial, Node condition, Node step, Node result, int item, int accumulator)
    implements Node {

  private static final int MAX_ITERATIONS = 1_000;

  @Override
  public Object value(Object root, Object[] locals) {
    List<?> elements = elements(range.value(root, locals));
    locals[accumulator] = initial.value(root, locals);
    for (int i = 0; i < elements.size(); i++) {
      if (i == MAX_ITERATIONS) {
        throw new ConditionError("more than " + MAX_ITERATIONS + " elements");
      }
      locals[item] = elements.get(i);
      if (!condition.test(root, locals)) {
        break;
      }
      locals[accumulator] = step(root, locals);
    }
    return result.value(root, locals);
  }

  private Object step(Object root, Object[] locals) {
    try {
      return step.value(root, locals);
    } catch (RuntimeException e) {
      return ConditionError.of(e);
    }
  }

  private static List<?> elements(Object range) {
    if (range instanceof List<?> list) {
      return list;
    }
    // A map's own order may be another in the next process, and the result with it.
    List<Object> keys = new ArrayList<>(Closures.map(range).keySet());
    keys.sort(Comparator.comparing(String::valueOf));
    return keys;
  }

  /** The list that a loop fills. */
  static final class Accumulator extends ArrayList<Object> {

    private static final long serialVersionUID = 1L;
  }
}
