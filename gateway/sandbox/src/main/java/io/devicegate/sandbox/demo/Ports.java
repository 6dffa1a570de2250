package io.devicegate.sandbox.demo;

import io.devicegate.sandbox.demo.DemoSettings.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;

/** Looks whether the demo's ports are free before anything is started. */
final class Ports {

  private Ports() {}

  /** Fails with one sentence for each port that is taken. */
  static void requireFree(List<Port> ports) {
    String taken =
        ports.stream().filter(Ports::isTaken).map(Ports::sentence).collect(Collectors.joining(" "));
    if (!taken.isEmpty()) {
      throw new DemoException(taken);
    }
  }

  private static boolean isTaken(Port port) {
    // Both, since a listener on all addresses and one on loopback exclude each other only in part.
    return isTaken(new InetSocketAddress(port.number()))
        || isTaken(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
  }

  private static boolean isTaken(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return false;
    } catch (IOException taken) {
      return true;
    }
  }

  private static String sentence(Port port) {
    return "Port %d (%s) is taken: stop what listens there, or choose another port with --%s=PORT"
        .formatted(port.number(), port.name(), port.property());
  }
}
