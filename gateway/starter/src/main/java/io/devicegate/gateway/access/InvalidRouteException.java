package io.devicegate.gateway.access;

/** A route demands something that does not exist. */
final class InvalidRouteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidRouteException(String message) {
    super(message);
  }
}
