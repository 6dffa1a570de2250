package io.devicegate.sandbox.demo;

/** The demo cannot start; the message is one sentence for the person at the terminal. */
final class DemoException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
