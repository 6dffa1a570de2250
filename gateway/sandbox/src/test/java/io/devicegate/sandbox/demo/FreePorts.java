package io.devicegate.sandbox.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Settings of a demo on ports that nobody uses, with its data in a folder of the test. */
final class FreePorts {

  private static final List<String> PORTS =
      List.of("tenant-port", "api-port", "gateway-port", "management-port");

  private FreePorts() {}

  static String[] arguments(Path data) {
    List<String> arguments = new ArrayList<>();
    List<Integer> ports = freePorts(PORTS.size());
    for (int i = 0; i < PORTS.size(); i++) {
      arguments.add("--devicegate.demo." + PORTS.get(i) + "=" + ports.get(i));
    }
    arguments.add("--devicegate.demo.data=" + data);
    arguments.add("--devicegate.demo.rules=../../rules-engine/rules");
    arguments.add("--devicegate.demo.policies=rules/access");
    arguments.add("--devicegate.demo.gateway-build=../server/target");
    return arguments.toArray(String[]::new);
  }

  static int one() {
    return freePorts(1).get(0);
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    } finally {
      sockets.forEach(FreePorts::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
