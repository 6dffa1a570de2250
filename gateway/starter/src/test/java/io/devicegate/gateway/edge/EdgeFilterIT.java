package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

class EdgeFilterIT {

  private final List<String> routed = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private DisposableServer server;

  @BeforeEach
  void start() {
    EdgeFilter filter =
        new EdgeFilter(
            List.of(
                new ClientAddressFilter(TrustedNetworks.none(), ForwardedHeader.X_FORWARDED),
                new CanonicalPathFilter(this::refuse),
                new FormTokenFilter(this::refuse)));
    server = FilteredServer.start(filter, this::route);
  }

  @AfterEach
  void stop() {
    server.disposeNow();
  }

  @Test
  void eachStepSeesWhatTheOneBeforeLeft() throws Exception {
    assertThat(post("/%41dmin", "x=1")).isEqualTo(200);

    assertThat(routed).containsExactly("/Admin of /127.0.0.1, forwarded for null");
    assertThat(refused).isEmpty();
  }

  @Test
  void theFirstDoubtRefusesAndTheClientIsKnownByThen() throws Exception {
    assertThat(post("/a;b", "access_token=a")).isEqualTo(400);
    assertThat(post("/a", "access_token=a")).isEqualTo(400);

    assertThat(refused).containsExactly("path_parameter of /127.0.0.1", "form of /127.0.0.1");
    assertThat(routed).isEmpty();
  }

  private int post(String path, String form) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + server.host() + ":" + server.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("X-Forwarded-For", "203.0.113.9")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private Mono<Void> route(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    routed.add(
        request.getURI().getRawPath()
            + " of "
            + exchange.getAttribute(EdgeFilter.CLIENT_ADDRESS)
            + ", forwarded for "
            + request.getHeaders().getFirst("X-Forwarded-For"));
    exchange.getResponse().setStatusCode(HttpStatus.OK);
    return exchange.getResponse().setComplete();
  }

  private Mono<Void> refuse(ServerWebExchange exchange, Reason reason, String doubt) {
    refused.add(doubt + " of " + exchange.getAttribute(EdgeFilter.CLIENT_ADDRESS));
    exchange.getResponse().setRawStatusCode(reason.status());
    return exchange.getResponse().setComplete();
  }
}
