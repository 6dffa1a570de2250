package io.devicegate.gateway;

import static java.util.Objects.requireNonNull;

/** Ends the start because of a setting that cannot be right; says which one and how to fix it. */
public final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String fix;

  /**
   * Creates one.
   *
   * @param problem the property or route, its value, and what was expected
   * @param fix what to do
   */
  public InvalidSettingException(String problem, String fix) {
    super(requireNonNull(problem, "problem"));
    this.fix = requireNonNull(fix, "fix");
  }

  String problem() {
    return requireNonNull(getMessage());
  }

  String fix() {
    return fix;
  }
}
