package io.devicegate.rules.condition;

import org.jspecify.annotations.Nullable;

/** An expression could not be evaluated on this input. Cheap to throw: it carries no stack. */
public final class ConditionError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ConditionError(String message) {
    this(message, null);
  }

  ConditionError(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  /** Returns the error of a condition whose clauses leave it open. */
  public static ConditionError unknown() {
    return new ConditionError("a clause failed");
  }

  static ConditionError of(Throwable cause) {
    if (cause instanceof ConditionError error) {
      return error;
    }
    return new ConditionError(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
  }
}
