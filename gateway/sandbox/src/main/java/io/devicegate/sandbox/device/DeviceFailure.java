package io.devicegate.sandbox.device;

/** The end of the device's run, with a message for its user. */
final class DeviceFailure extends Exception {

  private static final long serialVersionUID = 1;

  /** Why the run ended, and the exit code that says so. */
  enum Kind {
    REFUSED(1),
    NETWORK(3),
    API(4);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  private DeviceFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The tenant, the user or a rule said no, or the code ran out. */
  static DeviceFailure refused(String message) {
    return new DeviceFailure(Kind.REFUSED, message);
  }

  /** Nothing answered, or nothing that can be understood. */
  static DeviceFailure network(String message) {
    return new DeviceFailure(Kind.NETWORK, message);
  }

  /** The API, or the gateway before it, refused the call. */
  static DeviceFailure api(String message) {
    return new DeviceFailure(Kind.API, message);
  }

  Kind kind() {
    return kind;
  }
}
