package io.devicegate.rules.condition;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A condition taken apart into its clauses: the parts that {@code &&}, {@code ||}, {@code !} and
 * {@code ?:} join. Evaluates every clause; null stands for a clause that failed.
 */
public sealed interface Formula {

  /**
   * Evaluates the formula by the logic of CEL, where true absorbs a failure in {@code ||} and false
   * does in {@code &&}.
   *
   * @param root the record that holds the variables
   * @param assumed values of clauses that are taken for granted, by the clause's text
   */
  @Nullable Boolean value(Object root, Map<String, Boolean> assumed);

  /** Visits every clause, from left to right. */
  void visit(Consumer<Clause> visitor);

  /**
   * A part that is no logic of its own.
   *
   * @param text as it stands in the rule, in canonical spelling
   */
  record Clause(String text, Expression expression) implements Formula {

    @Override
    public @Nullable Boolean value(Object root, Map<String, Boolean> assumed) {
      Boolean given = assumed.get(text);
      return given == null ? actual(root) : given;
    }

    /** Returns the clause's own value. */
    public @Nullable Boolean actual(Object root) {
      try {
        return expression.test(root);
      } catch (ConditionError e) {
        return null;
      }
    }

    @Override
    public void visit(Consumer<Clause> visitor) {
      visitor.accept(this);
    }
  }

  /** {@code !a}. */
  record Not(Formula operand) implements Formula {

    @Override
    public @Nullable Boolean value(Object root, Map<String, Boolean> assumed) {
      Boolean value = operand.value(root, assumed);
      return value == null ? null : !value;
    }

    @Override
    public void visit(Consumer<Clause> visitor) {
      operand.visit(visitor);
    }
  }

  /**
   * {@code a && b} or {@code a || b}.
   *
   * @param absorbing the value of one side that decides: false for and, true for or
   */
  record Both(Formula left, Formula right, boolean absorbing) implements Formula {

    @Override
    public @Nullable Boolean value(Object root, Map<String, Boolean> assumed) {
      Boolean first = left.value(root, assumed);
      if (first != null && first == absorbing) {
        return absorbing;
      }
      Boolean second = right.value(root, assumed);
      if (second != null && second == absorbing) {
        return absorbing;
      }
      return (first == null || second == null) ? null : !absorbing;
    }

    @Override
    public void visit(Consumer<Clause> visitor) {
      left.visit(visitor);
      right.visit(visitor);
    }
  }

  /** {@code a ? b : c}. */
  record Choice(Formula condition, Formula yes, Formula no) implements Formula {

    @Override
    public @Nullable Boolean value(Object root, Map<String, Boolean> assumed) {
      Boolean chosen = condition.value(root, assumed);
      if (chosen == null) {
        return null;
      }
      return chosen ? yes.value(root, assumed) : no.value(root, assumed);
    }

    @Override
    public void visit(Consumer<Clause> visitor) {
      condition.visit(visitor);
      yes.visit(visitor);
      no.visit(visitor);
    }
  }
}
