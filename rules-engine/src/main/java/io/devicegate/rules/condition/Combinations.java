package io.devicegate.rules.condition;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether conditions can hold together, found by trying every combination of the values of their
 * clauses. Each clause is free but for two that want different values of one field, so what is
 * called impossible is, and what is not may be.
 */
public final class Combinations {

  // 4,096 combinations; conditions of more clauses are not looked at.
  private static final int MAX_CLAUSES = 12;
  private static final Object NO_ROOT = new Object();

  private Combinations() {}

  /** Tells whether all of some can hold while none of the others does. */
  public static boolean isPossible(List<Formula> hold, List<Formula> fail) {
    Map<String, Formula.Clause> clauses = new LinkedHashMap<>();
    hold.forEach(formula -> formula.visit(clause -> clauses.put(clause.text(), clause)));
    fail.forEach(formula -> formula.visit(clause -> clauses.put(clause.text(), clause)));
    if (clauses.size() > MAX_CLAUSES) {
      return true;
    }
    List<Formula.Clause> ordered = List.copyOf(clauses.values());
    for (int combination = 0; combination < 1 << ordered.size(); combination++) {
      Map<String, Boolean> values = new HashMap<>();
      Constraints wanted = Constraints.NONE;
      boolean possible = true;
      for (int i = 0; i < ordered.size(); i++) {
        boolean value = (combination & (1 << i)) != 0;
        values.put(ordered.get(i).text(), value);
        possible &= !Boolean.valueOf(!value).equals(ordered.get(i).expression().constant());
        if (value) {
          wanted = wanted.and(ordered.get(i).expression().constraints());
        }
      }
      if (possible
          && wanted.values().values().stream().noneMatch(Set::isEmpty)
          && hold.stream().allMatch(formula -> is(true, formula, values))
          && fail.stream().allMatch(formula -> is(false, formula, values))) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(boolean value, Formula formula, Map<String, Boolean> values) {
    return Boolean.valueOf(value).equals(formula.value(NO_ROOT, values));
  }
}
