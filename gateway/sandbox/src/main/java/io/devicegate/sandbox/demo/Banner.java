package io.devicegate.sandbox.demo;

/** What the demo prints when it is ready: where to look, and the exact commands to try. */
final class Banner {

  private Banner() {}

  static String of(DemoSettings settings) {
    return """

        Devicegate is ready. Ctrl-C stops all of it.

          dashboards       %1$s/
          playground       %2$splayground
          sample TV        %2$stv
          gateway          %3$s/api/catalogue
          sign in as       alice@sandbox.test, password sandbox (bob@sandbox.test: e-mail not verified)

        Try, in another terminal and in this folder:

          curl -i %3$s/api/catalogue     # refused: 401, no token
          java @%4$s/sandbox-cli --refresh    # a device: shows a code, calls the API through the gateway
          curl -s %1$s/actuator/prometheus | grep devicegate_
        """
        .formatted(settings.dashboards(), settings.issuer(), settings.gateway(), settings.data());
  }
}
