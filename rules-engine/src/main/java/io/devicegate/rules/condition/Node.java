package io.devicegate.rules.condition;

import org.jspecify.annotations.Nullable;

/** A compiled part of an expression: plain Java, no interpretation of the syntax tree. */
@FunctionalInterface
interface Node {

  /**
   * Computes the value.
   *
   * @param root the record that holds the variables
   * @param locals the variables of the comprehensions around this node
   * @throws RuntimeException if there is no value
   */
  Object value(Object root, Object[] locals);

  default boolean test(Object root, Object[] locals) {
    return (Boolean) value(root, locals);
  }

  default long number(Object root, Object[] locals) {
    return (Long) value(root, locals);
  }

  /** Returns the value, if it is the same for every input. */
  default @Nullable Object constant() {
    return null;
  }

  /** A node that computes a truth value without a box. */
  @FunctionalInterface
  interface Bool extends Node {

    @Override
    boolean test(Object root, Object[] locals);

    @Override
    default Object value(Object root, Object[] locals) {
      return test(root, locals);
    }
  }

  /** A node that computes an integer without a box. */
  @FunctionalInterface
  interface Int extends Node {

    @Override
    long number(Object root, Object[] locals);

    @Override
    default Object value(Object root, Object[] locals) {
      return number(root, locals);
    }
  }

  /** A value known at load. */
  record Constant(Object constant) implements Node {

    @Override
    public Object value(Object root, Object[] locals) {
      return constant;
    }
  }
}
