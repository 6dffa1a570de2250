package io.devicegate.rules.cli;

/** Thrown when a file that the command line names is not what it should be. */
final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message, null, false, false);
  }
}
