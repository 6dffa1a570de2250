package io.devicegate.rules.condition;

/** Stops the compilation of an expression at one node of its syntax tree. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long node;

  Refusal(long node, String message) {
    super(message, null, false, false);
    this.node = node;
  }

  long node() {
    return node;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
