package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A port that is taken. In a class of its own, since a server that fails takes Reactor Netty's
 * threads of the whole process with it.
 */
@ExtendWith(OutputCaptureExtension.class)
class TakenPortIT {

  @TempDir Path data;

  @Test
  void gatewaysPortIsSaidWithItsProperty(CapturedOutput output) throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      int other = TestServer.freePort();

      assertThatThrownBy(
              () ->
                  TestServer.run(
                      data, "--server.port=" + port, "--management.server.port=" + other))
          .hasMessageContaining("webServerStartStop");

      assertThat(output).contains(sentence(port, "server.port"));
    }
  }

  @Test
  void managementPortIsSaidWithItsProperty(CapturedOutput output) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(
              () -> TestServer.run(data, "--server.port=0", "--management.server.port=" + port))
          .isInstanceOf(RuntimeException.class);

      assertThat(output).contains(sentence(port, "management.server.port"));
    }
  }

  private static String sentence(int port, String property) {
    return "Port "
        + port
        + " is taken; choose another with the property "
        + property
        + ", or stop what listens there.";
  }
}
