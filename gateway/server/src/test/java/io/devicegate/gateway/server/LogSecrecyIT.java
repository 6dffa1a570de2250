package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The log of a server that somebody has set to tell everything. */
@ExtendWith(OutputCaptureExtension.class)
class LogSecrecyIT {

  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJ1c2VyIiwiaXNzIjoibm9ib2R5In0.c2lnbmF0dXJl";

  private static final String ROUTE = "--spring.cloud.gateway.server.webflux.routes[1].";

  @TempDir private Path data;

  private HttpServer upstream;

  @BeforeEach
  void startUpstream() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    upstream.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    upstream.start();
  }

  @AfterEach
  void stopUpstream() {
    upstream.stop(0);
  }

  @Test
  void holdsNoTokenOfACallThatIsRefusedOrGoesThrough(CapturedOutput output) throws Exception {
    try (ConfigurableApplicationContext server =
        TestServer.run(
            data,
            "--server.port=0",
            "--management.server.port=" + TestServer.freePort(),
            ROUTE + "id=open",
            ROUTE + "uri=http://localhost:" + upstream.getAddress().getPort(),
            ROUTE + "predicates[0]=Path=/open/**",
            ROUTE + "metadata.devicegate.require=none",
            "--management.tracing.sampling.probability=1",
            "--logging.level.root=TRACE")) {
      assertThat(call(server, "/api/films")).isEqualTo(401);
      assertThat(call(server, "/open/films")).isEqualTo(204);
    }

    assertThat(output.getOut())
        .contains("TRACE", "/api/films", "/open/films")
        .doesNotContain(TOKEN)
        .doesNotContain(TOKEN.substring(TOKEN.indexOf('.')));
  }

  private static int call(ConfigurableApplicationContext server, String path) throws Exception {
    String port = server.getEnvironment().getProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
