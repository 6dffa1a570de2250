package io.devicegate.sandbox.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.ChannelBindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleApiIT {

  private static final Instant NOW = Instant.parse("2026-11-24T20:15:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private SampleApi api;

  @BeforeAll
  void start() {
    api =
        SampleApi.start(
            SampleApiOptions.defaults().withPort(0).withClock(Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void offersFilmsAndSeries() throws Exception {
    HttpResponse<String> response = send(get("/api/catalogue"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json(response))
        .hasSize(12)
        .allSatisfy(
            title -> {
              assertThat(title.get("id").stringValue()).isNotBlank();
              assertThat(title.get("title").stringValue()).isNotBlank();
              assertThat(title.get("year").intValue()).isBetween(1900, 1930);
              assertThat(title.get("minutes").intValue()).isPositive();
              assertThat(title.get("genre").stringValue()).isNotBlank();
            });
    assertThat(response.body()).contains("Fantômas");
  }

  @Test
  void reflectsRequestLineAndHeadersAsReceived() throws Exception {
    String answer =
        raw(
            """
            GET /api/whoami?b=2&a=%7E HTTP/1.1
            hOsT: Somewhere.Test:81
            X-Device-subject: auth0|1
            accept:text/plain
            X-DEVICE-SUBJECT: auth0|2
            Authorization: Bearer abcdefghijklmnop.secret
            connection: close

            """);

    assertThat(JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4)))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"requestLine": "GET /api/whoami?b=2&a=%7E HTTP/1.1",
                     "headers": [
                       ["hOsT", "Somewhere.Test:81"],
                       ["X-Device-subject", "auth0|1"],
                       ["accept", "text/plain"],
                       ["X-DEVICE-SUBJECT", "auth0|2"],
                       ["Authorization", "Bearer abcdefgh…"],
                       ["connection", "close"]]}
                    """));
  }

  @Test
  void purchaseIsFoundAtItsLocationByItsSubjectOnly() throws Exception {
    HttpResponse<String> bought =
        send(buy("{\"item\": \"metropolis\"}").header("X-Device-Subject", "auth0|alice"));

    assertThat(bought.statusCode()).isEqualTo(201);
    assertThat(json(bought).get("item").stringValue()).isEqualTo("metropolis");
    assertThat(json(bought).get("subject").stringValue()).isEqualTo("auth0|alice");
    assertThat(json(bought).get("purchasedAt").stringValue()).isEqualTo("2026-11-24T20:15:00Z");

    String location = bought.headers().firstValue("Location").orElseThrow();
    assertThat(send(get(location).header("X-Device-Subject", "auth0|alice")).body())
        .isEqualTo(bought.body());
    assertThat(send(get(location).header("X-Device-Subject", "auth0|bob")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void reportCountsWhatWasBought() throws Exception {
    JsonNode before = json(send(get("/api/admin/report")));
    send(buy("{\"item\": \"sunrise\"}"));
    send(buy("{\"item\": \"sunrise\"}"));
    JsonNode after = json(send(get("/api/admin/report")));

    assertThat(after.get("purchases").longValue() - before.get("purchases").longValue())
        .isEqualTo(2);
    assertThat(after.get("items"))
        .anySatisfy(
            item -> {
              assertThat(item.get("item").stringValue()).isEqualTo("sunrise");
              assertThat(item.get("count").longValue()).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                     | body: not JSON",
        "``                    | body: not an object",
        "[\"metropolis\"]      | body: not an object",
        "{} x                  | body: not JSON",
        "{}                    | item: missing",
        "{\"item\": 7}         | item: missing or not a string",
        "{\"item\": null}      | item: missing or not a string",
        "{\"item\": \"none\"}  | item: no such title",
        "{\"item\": \"moon\", \"item\": \"moon\"} | body: not JSON",
        "{\"item\": \"moon\", \"price\": 0} | price: no such member"
      })
  void badBodyGetsProblemThatNamesTheField(String body, String detail) throws Exception {
    HttpResponse<String> response = send(buy(body));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).get("status").intValue()).isEqualTo(400);
    assertThat(json(response).get("detail").stringValue()).startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/nothing, 404",
    "GET, /, 404",
    "GET, /api/purchases/p999999, 404",
    "POST, /api/catalogue, 405",
    "DELETE, /api/purchases, 405",
    "GET, /api/purchases, 405",
    "POST, /api/purchases, 415"
  })
  void refusesAsProblem(String method, String path, int status) throws Exception {
    HttpResponse<String> response =
        send(request(path).method(method, BodyPublishers.ofString("item=moon")));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).get("status").intValue()).isEqualTo(status);
  }

  @Test
  void wrongMethodIsToldWhatIsAllowed() throws Exception {
    HttpResponse<String> response =
        send(request("/api/purchases").method("PUT", BodyPublishers.noBody()));

    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void longBodyGets413WhetherAnnouncedOrNot() throws Exception {
    String announced =
        raw(
            "POST /api/purchases HTTP/1.1\nHost: a\nContent-Type: application/json\n"
                + "Content-Length: 5000\n\n"
                + "x".repeat(5000));
    String chunked =
        raw(
            "POST /api/purchases HTTP/1.1\nHost: a\nContent-Type: application/json\n"
                + "Transfer-Encoding: chunked\n\n1388\n"
                + "x".repeat(5000)
                + "\n0\n\n");

    assertThat(announced).startsWith("HTTP/1.1 413 ").contains("expected: at most 4096 bytes");
    assertThat(chunked).startsWith("HTTP/1.1 413 ").contains("expected: at most 4096 bytes");
  }

  @Test
  void headAnswersWithoutBody() throws Exception {
    HttpResponse<String> response =
        send(request("/api/catalogue").method("HEAD", BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("Content-Length").orElseThrow())
        .isGreaterThan(500);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void takenPortIsRefused() {
    int taken = api.uri().getPort();

    assertThatThrownBy(() -> SampleApi.start(SampleApiOptions.defaults().withPort(taken)))
        .isInstanceOf(ChannelBindException.class);
  }

  @Test
  void listensOnLoopbackByDefault() {
    assertThat(api.uri().getHost()).isEqualTo("127.0.0.1");
  }

  private HttpRequest.Builder buy(String body) {
    return request("/api/purchases")
        .header("Content-Type", "application/json; charset=utf-8")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder get(String path) {
    return request(path).GET();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(api.uri().resolve(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private String raw(String request) throws IOException {
    URI uri = api.uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(5000);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
