package io.devicegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.Harness.Observers;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Policies whose files change while the gateway runs: real files, real requests. */
class PolicyReloadIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String ALLOW = "name: all\nrule: {match: [{output: allow()}]}\n";
  private static final String DENY = "name: all\nrule: {match: [{output: deny('closed')}]}\n";
  private static final String BAD =
      """
      name: all
      rule:
        match:
          - condition: request.methd == 'GET'
            output: allow()
          - output: permit()
      """;

  private final Capture log = new Capture();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @TempDir private Path directory;

  private FakeIssuer issuer;
  private RecordingUpstream upstream;
  private TestGateway gateway;
  private String token;

  @BeforeEach
  void start() throws IOException {
    write("all.yaml", ALLOW);
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.access.directory", directory.toString());
    settings.put("devicegate.access.reload-interval", "100ms");
    settings.put("management.endpoints.web.exposure.include", "devicegate,health");
    settings.put("management.endpoint.health.show-details", "always");
    gateway = TestGateway.start(settings, Observers.class);
    token = issuer.tokens().device();
    // Only now: a Spring Boot application that starts sets up logging anew.
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @Test
  @DisplayName("Regression 37: bad policies leave the last good ones in use")
  void badPoliciesLeaveTheLastGoodOnesInUseAndSaySoEverywhere() throws IOException {
    assertThat(status()).isEqualTo(200);
    assertThat(health().at("/details/state").asString()).isEqualTo("current");

    write("all.yaml", DENY);
    awaitStatus(403);
    String good = access().path("digest").asString();

    write("all.yaml", BAD);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(access().path("stale").asBoolean()).isTrue());
    assertThat(status()).isEqualTo(403);
    assertThat(access().path("digest").asString()).isEqualTo(good);
    assertThat(access().path("problems").toString())
        .contains("all.yaml:4:25: ", "methd", "all.yaml:6:", "permit");
    assertThat(health().at("/status").asString()).isEqualTo("UP");
    assertThat(health().at("/details/state").asString()).isEqualTo("stale");
    assertThat(health().at("/details/problems").toString()).contains("all.yaml:4:25: ");
    assertThat(gauge("devicegate.access.stale")).isEqualTo(1);
    awaitReloads("refused", 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(log.errors())
                    .singleElement()
                    .asString()
                    .contains("the last good ones stay", "all.yaml:4:25: ", "all.yaml:6:"));

    write("all.yaml", ALLOW);
    awaitStatus(200);
    assertThat(access().path("stale").asBoolean()).isFalse();
    assertThat(health().at("/details/state").asString()).isEqualTo("current");
    assertThat(gauge("devicegate.access.stale")).isZero();
    assertThat(gauge("devicegate.access.policies")).isEqualTo(1);
    awaitReloads("loaded", 2);
  }

  @Test
  @DisplayName("Regression 37: a pattern that makes others backtrack for ages holds up nobody")
  void patternsDoNotBacktrack() throws IOException {
    write(
        "all.yaml",
        "name: all\nrule: {match: [{condition: \"request.path.matches('(a|a)*(a+)+(a*)*$')\","
            + " output: deny('a')}, {output: allow()}]}\n");
    await().atMost(PATIENCE).until(() -> reloads("loaded") == 1);

    String path = "/device/" + "a".repeat(2_000) + "!";
    assertThat(gateway.call(path, token).status()).isEqualTo(200);
    assertThat(gateway.call(path.substring(0, path.length() - 1), token).status()).isEqualTo(403);
  }

  @Test
  void returnToThePoliciesInUseEndsTheAlarm() throws IOException {
    write("all.yaml", BAD);
    await().atMost(PATIENCE).until(() -> access().path("stale").asBoolean());
    write("all.yaml", ALLOW);

    await().atMost(PATIENCE).until(() -> !access().path("stale").asBoolean());
    awaitReloads("unchanged", 1);
    assertThat(reloads("loaded")).isZero();
  }

  @Test
  void folderThatIsEmptyOrGoneDeniesNobody() throws IOException {
    Files.delete(directory.resolve("all.yaml"));
    await()
        .atMost(PATIENCE)
        .until(() -> access().path("problems").toString().contains("no policies"));
    assertThat(status()).isEqualTo(200);

    Path away = directory.resolveSibling(directory.getFileName() + "-away");
    Files.move(directory, away);
    await()
        .atMost(PATIENCE)
        .until(() -> access().path("problems").toString().contains("cannot be listed"));
    assertThat(status()).isEqualTo(200);

    Files.move(away, directory);
    write("all.yaml", DENY);
    awaitStatus(403);
  }

  /** Both policies of a set say the same; a mixture of two sets would contradict itself. */
  @Test
  void everyRequestUnderLoadIsDecidedByOneWholeSet() throws Exception {
    writeBoth("even");
    await().atMost(PATIENCE).until(() -> access().path("policies").asInt() == 2);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<Future<Integer>> load = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      load.add(clients.submit(() -> callUntil(done)));
    }
    for (int i = 0; i < 6; i++) {
      String before = access().path("digest").asString();
      writeBoth(i % 2 == 0 ? "odd" : "even");
      await().atMost(PATIENCE).until(() -> !access().path("digest").asString().equals(before));
    }
    done.set(true);
    int calls = 0;
    for (Future<Integer> each : load) {
      calls += each.get();
    }
    clients.shutdown();

    assertThat(calls).isGreaterThanOrEqualTo(8);
    assertThat(upstream.requests())
        .hasSize(calls)
        .allSatisfy(
            request -> {
              assertThat(request.values("X-A")).hasSize(1);
              assertThat(request.values("X-B")).isEqualTo(request.values("X-A"));
            });
  }

  private int callUntil(AtomicBoolean done) {
    int calls = 0;
    do {
      Answer answer = gateway.call("/device/x", token);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      calls++;
    } while (!done.get());
    return calls;
  }

  /** One file for both, put in place at once, as whoever deploys must do it. */
  private void writeBoth(String value) throws IOException {
    String policy =
        "name: %s\nrule: {match: [{output: \"allow('%s').header('X-%s', '%s')\"}]}\n---\n";
    String both =
        policy.formatted("a", value, "A", value) + policy.formatted("b", value, "B", value);
    write("all.yaml", both.substring(0, both.length() - "---\n".length()));
  }

  private void write(String name, String text) throws IOException {
    Path next = Files.writeString(directory.resolve(name + ".next"), text);
    Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private int status() {
    return gateway.call("/device/x", token).status();
  }

  private void awaitStatus(int status) {
    await().atMost(PATIENCE).until(() -> status() == status);
  }

  private JsonNode access() {
    return json("/actuator/devicegate").path("access");
  }

  private JsonNode health() {
    return json("/actuator/health").at("/components/devicegatePolicies");
  }

  private JsonNode json(String path) {
    return JsonMapper.shared().readTree(gateway.get(path).body());
  }

  private double gauge(String name) {
    return gateway.bean(SimpleMeterRegistry.class).get(name).gauge().value();
  }

  private void awaitReloads(String result, int count) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(reloads(result)).isEqualTo(count));
  }

  private double reloads(String result) {
    return gateway
        .bean(SimpleMeterRegistry.class)
        .find("devicegate.access.reloads")
        .tag("result", result)
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static final class Capture extends AppenderBase<ILoggingEvent> {

    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent line) {
      lines.add(line);
    }

    List<String> errors() {
      return lines.stream()
          .filter(line -> line.getLevel() == Level.ERROR)
          .filter(line -> line.getLoggerName().equals(AccessPolicies.class.getName()))
          .map(ILoggingEvent::getFormattedMessage)
          .toList();
    }
  }
}
