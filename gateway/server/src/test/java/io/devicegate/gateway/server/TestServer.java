package io.devicegate.gateway.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** The server with one route and one tenant, neither of which answers. */
final class TestServer {

  private TestServer() {}

  static ConfigurableApplicationContext run(Path data, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--devicegate.store.path=" + data.resolve("events.duckdb"));
    arguments.add("--devicegate.tenants[0].name=nobody");
    arguments.add("--devicegate.tenants[0].issuer=http://localhost:1/");
    arguments.add("--devicegate.tenants[0].audiences=https://api.example.test");
    arguments.add("--spring.cloud.gateway.server.webflux.routes[0].id=films");
    arguments.add("--spring.cloud.gateway.server.webflux.routes[0].uri=http://localhost:1");
    arguments.add("--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/api/**");
    arguments.addAll(List.of(more));
    Class<?>[] sources = {GatewayServer.class, OwnResources.class};
    return SpringApplication.run(sources, arguments.toArray(String[]::new));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** So that one server's end is not the end of the others in this JVM. */
  @TestConfiguration(proxyBeanMethods = false)
  static class OwnResources {

    @Bean
    ReactorResourceFactory reactorResources() {
      ReactorResourceFactory resources = new ReactorResourceFactory();
      resources.setUseGlobalResources(false);
      return resources;
    }
  }
}
