package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upstreams that do not serve, each behind a route of one gateway. */
@Timeout(60)
class UpstreamFailureIT {

  private static final String GATEWAY = "spring.cloud.gateway.server.webflux.";
  private static final int FIRST_ROUTE = 12;

  private static final Map<String, String> UPSTREAMS = new LinkedHashMap<>();
  private static final List<Closeable> OPEN = new ArrayList<>();

  private static FakeIssuer issuer;
  private static RecordingUpstream plain;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    issuer = new FakeIssuer();
    plain = new RecordingUpstream();
    UPSTREAMS.put("closed", "http://127.0.0.1:1");
    UPSTREAMS.put("unknown", "http://nowhere.invalid");
    UPSTREAMS.put("no-tls", plain.url().replace("http:", "https:"));
    UPSTREAMS.put("hangs-up", rude(-1));
    UPSTREAMS.put("resets", rude(0));
    UPSTREAMS.put("full", full());
    Map<String, Object> settings = TestGateway.settings(issuer, plain);
    settings.put(GATEWAY + "httpclient.connect-timeout", 300);
    settings.put(GATEWAY + "httpclient.ssl.handshake-timeout", "300ms");
    int index = FIRST_ROUTE;
    for (Map.Entry<String, String> upstream : UPSTREAMS.entrySet()) {
      String route = GATEWAY + "routes[" + index++ + "].";
      settings.put(route + "id", upstream.getKey());
      settings.put(route + "uri", upstream.getValue());
      settings.put(route + "predicates[0]", "Path=/" + upstream.getKey());
      settings.put(route + "metadata.devicegate.require", "none");
    }
    gateway = TestGateway.start(settings);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    issuer.close();
    plain.close();
    for (Closeable socket : OPEN) {
      socket.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "closed, 502",
    "unknown, 502",
    "no-tls, 504",
    "hangs-up, 502",
    "resets, 502",
    "full, 504"
  })
  void isNoFaultOfTheGateway(String route, int status) {
    Answer answer = gateway.get("/" + route);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("127.0.0.1", "nowhere", "Exception");
  }

  /**
   * Hangs up when a request has begun. With a linger of 0 seconds the connection is reset, as by a
   * process that was killed.
   */
  private static String rude(int lingerSeconds) throws IOException {
    ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    OPEN.add(server);
    Thread thread = new Thread(() -> hangUp(server, lingerSeconds));
    thread.setDaemon(true);
    thread.start();
    return url(server);
  }

  private static void hangUp(ServerSocket server, int lingerSeconds) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        int unused = socket.getInputStream().read();
        socket.setSoLinger(lingerSeconds >= 0, Math.max(0, lingerSeconds));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  /** So many wait there already that the system answers nobody else. */
  private static String full() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    OPEN.add(server);
    boolean room = true;
    while (room) {
      Socket socket = new Socket();
      OPEN.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        room = false;
      }
    }
    return url(server);
  }

  private static String url(ServerSocket server) {
    return "http://127.0.0.1:" + server.getLocalPort();
  }
}
