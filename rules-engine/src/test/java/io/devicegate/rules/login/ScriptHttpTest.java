package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import io.devicegate.rules.source.RuleCompilationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that connect, against a real server. */
class ScriptHttpTest {

  private static final String RULE =
      """
      async function (user, context, callback) {
        const BASE = '%s';
        const outcome = (promise) => promise.then((value) => value, (error) => error.message);
        const called = (start) => new Promise((resolve) =>
            start((error, response, body) => resolve(error ? error.message : body)));
        context.idToken.answer = await (%s);
        callback(null, user, context);
      }
      """;

  @TempDir private Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private String origin;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    origin = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          fetch(BASE + '/echo?a=b').then((r) => r.json()).then((r) => r.method + r.query) | GETa=b
          fetch(BASE + '/echo', { method: 'post', headers: { 'X-A': 'b' }, body: 'c' }).then((r) => r.json()).then((r) => r.method + r.header + r.body) | POSTbc
          fetch(BASE + '/echo', { method: 'POST', body: new URLSearchParams({ a: 'b c' }) }).then((r) => r.text()) | {"method":"POST","query":"null","header":"null","type":"application/x-www-form-urlencoded;charset=UTF-8","body":"a=b+c"}
          fetch(BASE + '/missing').then((r) => r.status + ' ' + r.ok + ' ' + r.headers.get('X-Answer')) | 404 false yes
          fetch(BASE + '/redirect').then((r) => r.redirected + ' ' + r.status) | true 200
          require('node-fetch@2.6.0')(BASE + '/echo').then((r) => r.ok) | true
          require('axios').get(BASE + '/echo', { params: { a: 'b c' } }).then((r) => r.status + r.data.query) | 200a=b%20c
          require('axios@0.21.1').post(BASE + '/echo', { a: 1 }).then((r) => r.data.type + r.data.body) | application/json;charset=utf-8{"a":1}
          require('axios')({ method: 'PUT', baseURL: BASE, url: '/echo', headers: { 'X-A': 'b' } }).then((r) => r.data.method + r.data.header) | PUTb
          require('axios').create({ baseURL: BASE }).get('/missing').catch((e) => e.response.status + e.message) | 404Request failed with status code 404
          called((done) => require('request')(BASE + '/echo', done)).then((body) => JSON.parse(body).method) | GET
          called((done) => require('request').post({ url: BASE + '/echo', json: { a: 1 } }, done)).then((body) => body.type + body.body) | application/json{"a":1}
          called((done) => require('request').post(BASE + '/echo', { form: { a: 'b' }, json: true }, done)).then((body) => body.body) | a=b
          called((done) => require('request').get({ url: BASE + '/echo', qs: { a: 1 }, json: true, headers: { 'X-A': 'b' } }, done)).then((body) => body.query + body.header) | a=1b
          require('request-promise')({ uri: BASE + '/missing' }).catch((e) => e.statusCode) | 404
          """)
  void reachesAnAllowedOrigin(String expression, String answer) {
    assertThat(String.valueOf(answer(expression))).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          fetch('http://127.0.0.1:1/') | http://127.0.0.1:1 is not an allowed origin (devicegate.rules.login.allowed-origins)
          fetch('https://127.0.0.1/') | https://127.0.0.1 is not an allowed origin (devicegate.rules.login.allowed-origins)
          fetch('http://user@127.0.0.1/') | the address is not an allowed origin (devicegate.rules.login.allowed-origins)
          fetch('file:///etc/passwd') | the address is not an allowed origin (devicegate.rules.login.allowed-origins)
          fetch('no address') | the request is not a valid one
          fetch(BASE + '/away') | the redirect leads to another origin than ORIGIN
          fetch(BASE + '/round') | more than 3 redirects
          fetch(BASE + '/large') | the answer has more than 65536 bytes
          fetch(BASE + '/echo', { method: 'POST', body: 'a'.repeat(20000) }) | the request has more than 16384 bytes
          fetch(BASE + '/echo', { headers: { Host: 'other.test' } }) | the request is not a valid one
          fetch(BASE + '/echo', { headers: { 'X-A': 'a\\r\\nb: c' } }) | the request is not a valid one
          called((done) => require('request')('http://127.0.0.1:1/', done)) | http://127.0.0.1:1 is not an allowed origin (devicegate.rules.login.allowed-origins)
          """)
  void refusesEverythingElse(String expression, String message) {
    assertThat(String.valueOf(answer("outcome(" + expression + ")")))
        .isEqualTo(message.replace("ORIGIN", origin));
  }

  @Test
  void aServerThatDoesNotAnswerEndsTheRunInTime() {
    TestLogins.write(directory, RULE.formatted(origin, "fetch(BASE + '/silent')"));
    LoginRulesOptions options =
        PATIENT.withAllowedOrigins(Set.of(origin)).withTimeout(Duration.ofMillis(250));
    try (LoginRules rules = LoginRules.load(directory, options)) {
      assertThat(((Denied) rules.run(deviceLogin())).reason()).isIn(Reason.TIMED_OUT, Reason.THREW);
      assertThat(rules.run(deviceLogin())).isInstanceOf(Denied.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require('request')",
        "require('axios')",
        "require('node-fetch')",
        "require('https')",
        "fetch('https://a.test')",
        "request('https://a.test', () => {})"
      })
  void noOriginAllowedMeansNoClientAtLoad(String expression) {
    TestLogins.write(directory, RULE.formatted("", expression));

    assertThatThrownBy(() -> LoginRules.load(directory, PATIENT))
        .isInstanceOf(RuleCompilationException.class)
        .hasMessageContaining("01.js:6:35: Cannot find module '")
        .hasMessageContaining("connect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1"
      })
  void knowsPrivateAddresses(String address) throws IOException {
    assertThat(ScriptHttp.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:db8::1"})
  void knowsPublicAddresses(String address) throws IOException {
    assertThat(ScriptHttp.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  private Object answer(String expression) {
    TestLogins.write(directory, RULE.formatted(origin, expression));
    LoginRulesOptions options = PATIENT.withAllowedOrigins(Set.of(origin));
    try (LoginRules rules = LoginRules.load(directory, options)) {
      LoginOutcome outcome = rules.run(deviceLogin());
      return outcome instanceof Denied denied
          ? denied.message()
          : requireNonNull(((Allowed) outcome).idTokenClaims().get("answer"), "answer");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    exchange.getResponseHeaders().set("X-Answer", "yes");
    switch (exchange.getRequestURI().getPath()) {
      case "/echo" -> send(exchange, 200, echo(exchange));
      case "/large" -> send(exchange, 200, "a".repeat(70_000));
      case "/redirect" -> redirect(exchange, "/echo");
      case "/round" -> redirect(exchange, "/round");
      case "/away" -> redirect(exchange, "http://localhost:1/");
      case "/silent" -> keepSilent();
      default -> send(exchange, 404, "{}");
    }
  }

  private void keepSilent() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    send(exchange, 302, "");
  }

  private static String echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8).replace("\"", "\\\"");
    return "{\"method\":\"%s\",\"query\":\"%s\",\"header\":\"%s\",\"type\":\"%s\",\"body\":\"%s\"}"
        .formatted(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawQuery(),
            exchange.getRequestHeaders().getFirst("X-A"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            body);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
