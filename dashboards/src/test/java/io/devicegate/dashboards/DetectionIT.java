package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.rules.bundle.BundleKeys;
import io.devicegate.rules.bundle.BundleSigner;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the tenant's log to the signal, through a running process. */
@Timeout(180)
class DetectionIT {

  private static final String GUESSING = "user-code-guessing-ip";

  private static final String RULE =
      """
      id: %s
      title: Refused exchanges
      description: For this test.
      severity: medium
      attack: [T1110]
      false_positives: [This test.]
      runbook: docs/operating/runbooks/fede.md
      mode: %s
      when: event.type == 'fede' && has(event.user)
      group_by: [event.user]
      window: {size: 15m, lateness: 2m}
      threshold: %d
      signal: {kind: refused_exchanges, subject: user, reason: "Refused, and <b>refused</b>.", ttl: 1h}
      """;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir private Path folder;

  @Test
  void shippedDetectionFindsGuessingAndOnlyObserves() {
    try (RunningDashboards dashboards = start()) {
      guess(dashboards, "198.51.100.7");
      JsonNode signal = awaitSignal(dashboards, "rule=" + GUESSING);

      assertThat(signal.path("subject_kind").asString()).isEqualTo("ip");
      assertThat(signal.path("subject").asString()).isEqualTo("198.51.100.7");
      assertThat(signal.path("kind").asString()).isEqualTo("user_code_guessing");
      assertThat(signal.path("severity").asString()).isEqualTo("high");
      assertThat(signal.path("mode").asString()).isEqualTo("observe");
      assertThat(signal.at("/evidence/count").asInt()).isEqualTo(5);
      assertThat(signal.at("/evidence/events/4").asString()).isEqualTo("auth0:198.51.100.7-5");
      assertThat(Instant.parse(signal.path("expires_at").asString()))
          .isEqualTo(Instant.parse(signal.path("raised_at").asString()).plusSeconds(3600));
      assertThat(signal.path("reason").asString()).contains("Five or more");
    }
  }

  /** The loop works although nothing that is stored says who it was. */
  @Test
  void namesInASignalWhomTheStoreMayNotKeep() {
    try (RunningDashboards dashboards =
        start(
            "devicegate.privacy.key=a key that is long enough for a test",
            "devicegate.privacy.fields[0].name=address")) {
      guess(dashboards, "198.51.100.7");

      assertThat(awaitSignal(dashboards, "rule=" + GUESSING).path("subject").asString())
          .isEqualTo("198.51.100.7");
      String events = dashboards.get("/api/v1/events?ip=198.51.100.7").body();
      assertThat(events).contains("\"ip\":\"hash:").doesNotContain("198.51.100.7\"");
    }
  }

  @Test
  void filters() {
    try (RunningDashboards dashboards = start()) {
      guess(dashboards, "198.51.100.7");
      awaitSignal(dashboards, "rule=" + GUESSING);

      Map.of(
              "subject_kind=ip", 1,
              "subject_kind=user", 0,
              "subject=198.51.100.7", 1,
              "subject=198.51.100.8", 0,
              "kind=user_code_guessing", 1,
              "severity=low", 0,
              "mode=enforce", 0)
          .forEach(
              (filter, found) ->
                  assertThat(signals(dashboards, "rule=" + GUESSING + "&" + filter))
                      .as(filter)
                      .hasSize(found));
      assertThat(dashboards.get("/api/v1/signals?mode=loud").body())
          .contains("mode: not understood (expected: observe, enforce)");
    }
  }

  @Test
  void saysNothingTwiceToWhoeverAsksForNews() {
    try (RunningDashboards dashboards = start()) {
      awaitReady(dashboards);
      String tag = dashboards.get("/api/v1/signals").headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again = dashboards.get("/api/v1/signals", "If-None-Match", tag);
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();

      guess(dashboards, "198.51.100.7");
      awaitSignal(dashboards, "rule=" + GUESSING);
      assertThat(dashboards.get("/api/v1/signals", "If-None-Match", tag).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void operatorEnforcesShippedDetection() {
    try (RunningDashboards dashboards = start("devicegate.detections.enforce=" + GUESSING)) {
      guess(dashboards, "198.51.100.7");

      assertThat(awaitSignal(dashboards, "rule=" + GUESSING).path("mode").asString())
          .isEqualTo("enforce");
      assertThat(dashboards.get("/actuator/health").body()).contains(GUESSING);
    }
  }

  @Test
  void doesNotStartWithRulesThatAreNone() throws IOException {
    assertThatThrownBy(() -> start("devicegate.detections.enforce=no-such").close())
        .rootCause()
        .hasMessageContaining("devicegate.detections.enforce")
        .hasMessageContaining("no detection has the id 'no-such'")
        .hasMessageContaining(GUESSING);
    assertThatThrownBy(() -> start("devicegate.detections.folder=" + folder.resolve("no")).close())
        .rootCause()
        .hasMessageContaining("no such folder; see devicegate.detections.folder");
  }

  @Test
  void anyOrderAndDuplicatesGiveTheSameSignals() {
    List<String> events = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      events.add(guessed("id-" + i, "198.51.100." + i % 4, i, now.minusSeconds(90 - 2 * i)));
    }
    String expected = signalsOf(events, "ordered");
    assertThat(expected).contains(GUESSING);
    for (int seed = 0; seed < 3; seed++) {
      List<String> shuffled = new ArrayList<>(events);
      shuffled.addAll(events.subList(0, 15));
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(signalsOf(shuffled, "shuffled-" + seed)).as("seed " + seed).isEqualTo(expected);
    }
  }

  @Test
  void killedProcessKnowsItsSignalsAgain() throws IOException {
    Path store = folder.resolve("killed.duckdb");
    String before;
    try (KilledDashboards killed = KilledDashboards.start(store)) {
      for (int i = 1; i <= 5; i++) {
        assertThat(killed.post(guessed("k-" + i, "198.51.100.7", i, now.minusSeconds(60 - i))))
            .isTrue();
      }
      await(() -> killed.get("/api/v1/signals").contains(GUESSING));
      before = killed.get("/api/v1/signals");
    }
    try (RunningDashboards successor = RunningDashboards.start(store)) {
      awaitSignal(successor, "rule=" + GUESSING);
      assertThat(successor.get("/api/v1/signals").body()).isEqualTo(before);
    }
  }

  @Test
  void looksAgainAtMoreThanOneQuestionBrings() {
    String before;
    try (RunningDashboards dashboards = start()) {
      awaitReady(dashboards);
      for (int i = 1; i <= 5; i++) {
        String guess = guessed("among-" + i, "198.51.100.7", i, now.minusSeconds(60 - i));
        assertThat(dashboards.post(guess + "\n" + ordinary(i, 2_500)).statusCode()).isEqualTo(200);
      }
      awaitSignal(dashboards, "rule=" + GUESSING);
      before = dashboards.get("/api/v1/signals").body();
    }
    try (RunningDashboards successor = start()) {
      awaitReady(successor);
      assertThat(successor.get("/api/v1/signals").body()).isEqualTo(before);
    }
  }

  private String ordinary(int batch, int events) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < events; i++) {
      lines.append(
          "{\"log_id\":\"o-%d-%d\",\"type\":\"s\",\"date\":\"%s\",\"user_id\":\"auth0|u%d\"}\n"
              .formatted(batch, i, now.minusSeconds(50), i));
    }
    return lines.toString();
  }

  @Test
  void changedFolderIsUsedAndBrokenOneIsNot() throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    Path file = rules.resolve("refused.yaml");
    write(file, RULE.formatted("refused", "observe", 3));
    try (RunningDashboards dashboards =
        start(
            "devicegate.detections.folder=" + rules,
            "devicegate.detections.reload-interval=100ms")) {
      refuse(dashboards, 2);
      awaitReady(dashboards);
      assertThat(signals(dashboards, "")).isEmpty();

      write(file, RULE.formatted("refused", "enforce", 2));
      assertThat(awaitSignal(dashboards, "").path("mode").asString())
          .as("found in what was stored before")
          .isEqualTo("enforce");
      assertThat(dashboards.get("/").body())
          .contains("1 signal holds, 1 of them refuses requests.")
          .contains("Refused, and &lt;b&gt;refused&lt;/b&gt;.")
          .contains("href=\"/api/v1/events?source=auth0&amp;id=r-2\"");
      assertThat(dashboards.get("/api/v1/events?source=auth0&id=r-2").body())
          .contains("\"id\":\"r-2\"")
          .doesNotContain("r-1");

      write(file, "id: refused\nwhen: event.typo == 1\n");
      await(() -> health(dashboards).path("status").asString().equals("DEGRADED"));
      assertThat(health(dashboards).at("/details/problems/0").asString())
          .startsWith("refused.yaml:");
      assertThat(dashboards.get("/actuator/prometheus").body())
          .contains("devicegate_detections_reloads_total{result=\"failure\"} 1.0");
      assertThat(signals(dashboards, "")).hasSize(1);

      Files.delete(file);
      await(() -> signals(dashboards, "").isEmpty());
      assertThat(health(dashboards).path("status").asString()).isEqualTo("UP");
    }
  }

  @Test
  void signedFolderIsUsedAndNoOther() throws IOException {
    KeyPair keys = BundleKeys.generate();
    Path bundle = Files.createDirectory(folder.resolve("rules"));
    Path detections = Files.createDirectory(bundle.resolve("detections"));
    Path file = detections.resolve("refused.yaml");
    write(file, RULE.formatted("refused", "observe", 3));
    String[] settings = {
      "devicegate.detections.folder=" + detections,
      "devicegate.detections.reload-interval=100ms",
      "devicegate.rules.public-key=" + BundleKeys.write(keys.getPublic()).replace("\n", ""),
      "devicegate.rules.version-file=" + folder.resolve("version")
    };
    assertThatThrownBy(() -> start(settings).close())
        .rootCause()
        .hasMessageContaining("manifest.json: there is no such file; sign the folder");

    sign(bundle, 2, keys);
    try (RunningDashboards dashboards = start(settings)) {
      String used = health(dashboards).at("/details/digest").asString();

      write(file, RULE.formatted("refused", "observe", 1));
      awaitProblem(dashboards, "detections/refused.yaml: changed after the bundle was signed");
      assertThat(health(dashboards).at("/details/digest").asString()).isEqualTo(used);
      assertThat(dashboards.get("/actuator/prometheus").body())
          .contains("devicegate_detections_reloads_total{result=\"failure\"}");

      sign(bundle, 1, keys);
      awaitProblem(dashboards, "manifest.json: version 1, but version 2 was used before");
      sign(bundle, 3, BundleKeys.generate());
      awaitProblem(dashboards, "manifest.sig: not a signature of manifest.json");
      assertThat(health(dashboards).at("/details/digest").asString()).isEqualTo(used);

      sign(bundle, 3, keys);
      await(() -> health(dashboards).path("status").asString().equals("UP"));
      assertThat(health(dashboards).at("/details/digest").asString()).isNotEqualTo(used);
    }
  }

  private static void sign(Path bundle, long version, KeyPair keys) throws IOException {
    BundleSigner.sign(bundle, version, Instant.parse("2026-11-25T00:00:00Z"), keys.getPrivate());
  }

  private static void awaitProblem(RunningDashboards dashboards, String problem) {
    await(() -> health(dashboards).at("/details/problems/0").asString("").startsWith(problem));
    assertThat(health(dashboards).path("status").asString()).isEqualTo("DEGRADED");
  }

  @Test
  void eventOfTheFutureIsKeptApart() {
    try (RunningDashboards dashboards = start()) {
      HttpResponse<String> answer =
          dashboards.post(guessed("future", "198.51.100.9", 1, now.plusSeconds(3600)));
      assertThat(answer.body()).contains("\"rejected\":1", "from_the_future");
      assertThat(dashboards.get("/actuator/prometheus").body())
          .contains("reason=\"from_the_future\",source=\"auth0\"} 1.0");

      guess(dashboards, "198.51.100.7");
      assertThat(awaitSignal(dashboards, "rule=" + GUESSING).path("subject").asString())
          .isEqualTo("198.51.100.7");
    }
  }

  @Test
  void floodOfKeysKeepsItsBound() {
    try (RunningDashboards dashboards =
        start("devicegate.detections.max-keys=1000", "devicegate.detections.max-signals=10")) {
      for (int batch = 0; batch < 3; batch++) {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
          int n = batch * 1_000 + i;
          events.append(guessed("f-" + n, "10.0." + n / 250 + "." + n % 250, 1, now)).append('\n');
        }
        dashboards.post(events.toString());
      }
      for (int i = 1; i <= 20; i++) {
        guess(dashboards, "198.51.100." + i);
      }
      await(() -> metric(dashboards, "devicegate_detections_events_total") >= 3_100);

      assertThat(metric(dashboards, "devicegate_detections_keys")).isBetween(1.0, 1_000.0);
      assertThat(metric(dashboards, "devicegate_detections_keys_evicted_keys_total")).isPositive();
      assertThat(metric(dashboards, "devicegate_detections_dropped_events_total")).isZero();
      assertThat(signals(dashboards, "")).hasSize(10);
      assertThat(metric(dashboards, "devicegate_detections_signals_evicted_signals_total"))
          .isPositive();
    }
  }

  /** As a whole, so that nobody reads half of it. */
  private void write(Path file, String text) throws IOException {
    Path whole = Files.writeString(folder.resolve("next.txt"), text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private RunningDashboards start(String... settings) {
    return RunningDashboards.start(folder.resolve("events.duckdb"), settings);
  }

  private String signalsOf(List<String> events, String name) {
    try (RunningDashboards dashboards = RunningDashboards.start(folder.resolve(name + ".duckdb"))) {
      for (String event : events) {
        assertThat(dashboards.post(event).statusCode()).isEqualTo(200);
      }
      long distinct = events.stream().distinct().count();
      await(() -> metric(dashboards, "devicegate_detections_events_total") >= distinct);
      List<String> found = new ArrayList<>();
      signals(dashboards, "rule=" + GUESSING).forEach(signal -> found.add(signal.toString()));
      Collections.sort(found);
      return String.join("\n", found);
    }
  }

  /** Five refused codes, one after the other. */
  private void guess(RunningDashboards dashboards, String ip) {
    for (int i = 1; i <= 5; i++) {
      assertThat(dashboards.post(guessed(ip + "-" + i, ip, i, now.minusSeconds(60 - i))).body())
          .contains("\"stored\":1");
    }
  }

  private void refuse(RunningDashboards dashboards, int times) {
    for (int i = 1; i <= times; i++) {
      dashboards.post(
          "{\"log_id\":\"r-%d\",\"type\":\"fede\",\"date\":\"%s\",\"user_id\":\"auth0|eve\"}"
              .formatted(i, now.minusSeconds(60 - i)));
    }
  }

  static String guessed(String id, String ip, int code, Instant time) {
    return """
    {"log_id":"%s","type":"fdeac","date":"%s","ip":"%s","details":{"code":"ABCD-EF%02d"}}"""
        .formatted(id, time, ip, code);
  }

  private static void awaitReady(RunningDashboards dashboards) {
    await(() -> dashboards.get("/api/v1/signals").statusCode() == 200);
  }

  private static JsonNode awaitSignal(RunningDashboards dashboards, String filter) {
    await(() -> signals(dashboards, filter).size() == 1);
    return signals(dashboards, filter).get(0);
  }

  private static List<JsonNode> signals(RunningDashboards dashboards, String filter) {
    HttpResponse<String> answer = dashboards.get("/api/v1/signals?" + filter);
    return answer.statusCode() == 200
        ? JsonMapper.shared().readTree(answer.body()).path("signals").valueStream().toList()
        : List.of();
  }

  private static JsonNode health(RunningDashboards dashboards) {
    return JsonMapper.shared()
        .readTree(dashboards.get("/actuator/health").body())
        .at("/components/devicegateDetections");
  }

  /** The value of a metric without labels; -1 when it is not there. */
  private static double metric(RunningDashboards dashboards, String name) {
    return dashboards
        .get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for a minute").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
