package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.sandbox.demo.DemoSettings.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as the process that Maven starts: how it begins and how it ends. */
class DemoProcessIT {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(20);

  @TempDir Path data;

  @Test
  void interruptStopsEveryPartAndFreesEveryPort() throws Exception {
    String[] arguments = FreePorts.arguments(data);
    Path output = data.resolve("output.txt");
    Process demo = start(output, arguments);
    try {
      await().atMost(START).until(() -> Files.readString(output).contains("Devicegate is ready"));
      List<ProcessHandle> children = demo.descendants().toList();
      assertThat(children).isNotEmpty();

      interrupt(demo);

      assertThat(demo.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
      await().atMost(STOP).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      Ports.requireFree(DemoSettings.of(arguments).ports());
    } finally {
      demo.descendants().forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
  }

  @Test
  void gatewayEndsWhenTheDemoIsKilled() throws Exception {
    String[] arguments = FreePorts.arguments(data);
    Path output = data.resolve("output.txt");
    Process demo = start(output, arguments);
    await().atMost(START).until(() -> Files.readString(output).contains("Devicegate is ready"));
    List<ProcessHandle> children = demo.descendants().toList();

    demo.destroyForcibly();

    await().atMost(STOP).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void takenPortIsOneSentenceWithPortAndProperty() throws Exception {
    String[] arguments = FreePorts.arguments(data);
    Port port = DemoSettings.of(arguments).ports().get(2);
    Path output = data.resolve("output.txt");
    try (ServerSocket taken =
        new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
      Process demo = start(output, arguments);

      assertThat(demo.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isEqualTo(1);
      assertThat(Files.readString(output).strip())
          .isEqualTo(
              "Port %d (gateway) is taken: stop what listens there, or choose another port with --devicegate.demo.gateway-port=PORT"
                  .formatted(taken.getLocalPort()));
    }
  }

  private static Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    // A build in a shell's background ignores interrupts, and so would what it starts.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Demo.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** What Ctrl-C sends. */
  private static void interrupt(Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
        .isZero();
  }
}
