package io.devicegate.dashboards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.FakeTenant;
import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Place;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.StoredEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, with real files and a real store. */
class DevicegateTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void importsLinesOnceHoweverOftenItIsRun() throws IOException {
    Path file = write("log.jsonl", lines(1, 12_345) + "\n\n");

    assertThat(run("events", "import", file.toString())).isZero();
    assertThat(out.toString()).contains("12,345 elements: 12,345 new, 0 stored already;");
    assertThat(run("events", "import", file.toString())).isZero();
    assertThat(out.toString()).contains("log.jsonl: imported before");

    Path more = write("more.jsonl", lines(12_300, 12_400));
    run("events", "import", more.toString(), file.toString());
    assertThat(out.toString()).contains("101 elements: 55 new, 46 stored already;");
    assertThat(stored()).isEqualTo(12_400);
  }

  @Test
  void importsArraysAndGzip() throws IOException {
    Path array = write("array.json", " [" + lines(1, 20).replace("\n", ",") + "]\n");
    Path zipped = folder.resolve("log.jsonl.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      gzip.write(lines(21, 6_000).getBytes(StandardCharsets.UTF_8));
    }

    assertThat(run("events", "import", array.toString(), zipped.toString())).isZero();
    assertThat(out.toString()).contains("20 elements: 20 new", "5,980 elements: 5,980 new");
    assertThat(stored()).isEqualTo(6_000);
  }

  @Test
  void importsArraysThatFollowOneAnother() throws IOException {
    Path arrays =
        write(
            "arrays.json",
            "[%s]\n[]\n[%s]"
                .formatted(lines(1, 20).replace("\n", ","), lines(21, 30).replace("\n", ",")));

    assertThat(run("events", "import", arrays.toString())).isZero();
    assertThat(out.toString()).contains("30 elements: 30 new");
  }

  @Test
  void goesOnWhereItWasCutOff() throws Exception {
    for (String text : List.of(lines(1, 30), "[" + lines(1, 30).replace("\n", ",") + "]")) {
      Path file = write("log", text);
      String digest =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
      Path store = folder.resolve("cut-" + digest + ".duckdb");
      try (EventStore begun = DuckDbEventStore.open(TestStore.at(store))) {
        begun.append(
            List.of(), List.of(), List.of(new Cursor("file:" + digest, "10", Instant.EPOCH)));
      }

      Devicegate.run(
          new PrintWriter(out, true),
          new PrintWriter(err, true),
          "events",
          "import",
          "--store",
          store.toString(),
          file.toString());
      assertThat(out.toString()).contains("20 elements: 20 new, 0 stored already, 10 read before;");
      out.getBuffer().setLength(0);
    }
  }

  @Test
  void keepsWhatIsNoEventWithoutItsSecretsAndReadsItOnceMore() throws IOException {
    Path file =
        write(
            "log.jsonl",
            lines(1, 2)
                + "\n{\"type\":\"s\",\"refresh_token\":\"very-secret-words\",\"code\":\"also-secret"
                + "\n{\"log_id\":\"x\"}\n7\n");

    assertThat(run("events", "import", file.toString())).isZero();
    assertThat(out.toString()).contains("5 elements: 2 new, 0 stored already, 3 no events");
    assertThat(run("dead-letters", "list")).isZero();
    assertThat(out.toString())
        .contains("\"detail\":\"line 3 is not valid JSON\"", "\"reason\":\"no_type\"", "••••")
        .doesNotContain("very-secret", "also-secret");

    try (EventStore store = DuckDbEventStore.open(TestStore.at(store()))) {
      store.append(
          List.of(),
          List.of(new RejectedEvent("auth0", Instant.EPOCH, "no_type", "once unknown", event(3))));
    }
    assertThat(run("dead-letters", "replay")).isZero();
    assertThat(out.toString()).contains("4 dead letters: 1 are events now, 1 of them new; 3 stay");
    assertThat(run("dead-letters", "replay")).isZero();
    assertThat(out.toString()).contains("3 dead letters: 0 are events now, 0 of them new; 3 stay");
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void givesOutAndErasesWhatIsStoredAboutAUser() throws IOException {
    Path file =
        write("log.jsonl", lines(1, 1_200) + "\n" + event(2_000).replace("u-0", "u-1") + "\n7");
    run("events", "import", file.toString());

    assertThat(run("privacy", "export", "auth0|u-1")).isZero();
    assertThat(out.toString().lines().filter(line -> line.startsWith("{"))).hasSize(601);
    out.getBuffer().setLength(0);
    assertThat(run("privacy", "erase", "auth0|u-1")).isZero();
    assertThat(out.toString()).isEqualTo("601 erased" + System.lineSeparator());
    out.getBuffer().setLength(0);
    assertThat(run("privacy", "export", "auth0|u-1")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(stored()).isEqualTo(600);
  }

  @Test
  void keepsNoMoreOfAPersonThanTheServerMay() throws IOException {
    Path file = write("log.jsonl", lines(1, 4));
    System.setProperty("devicegate.privacy.fields[0].name", "user");
    try {
      assertThat(run("events", "import", file.toString())).isEqualTo(2);
      assertThat(err.toString()).contains("devicegate.privacy.key: missing, and user is to be");

      System.setProperty("devicegate.privacy.key", "a key that is long enough for a test");
      assertThat(run("events", "import", file.toString())).isZero();
      assertThat(run("privacy", "export", "auth0|u-1")).isZero();
      assertThat(out.toString()).contains("\"user_id\":\"hash:").doesNotContain("auth0|u-1");

      System.clearProperty("devicegate.privacy.fields[0].name");
      err.getBuffer().setLength(0);
      assertThat(run("privacy", "erase", "auth0|u-1")).isEqualTo(2);
      assertThat(err.toString())
          .contains("other settings of devicegate.privacy", "DEVICEGATE_PRIVACY_KEY")
          .doesNotContain("long enough");

      System.setProperty("devicegate.privacy.fields[0].name", "user");
      assertThat(run("privacy", "erase", "auth0|u-1")).isZero();
      assertThat(out.toString()).contains("2 erased");
    } finally {
      System.clearProperty("devicegate.privacy.fields[0].name");
      System.clearProperty("devicegate.privacy.key");
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(run("events", "import", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none: there is no such file");
    assertThat(run("dead-letters", "list", "--store", "nowhere.duckdb")).isEqualTo(1);
    assertThat(err.toString()).contains("nowhere.duckdb: there is no such file");
    assertThat(run("events", "import")).isEqualTo(2);
    assertThat(err.toString()).contains("FILE");

    Path broken = write("broken.json", "[" + event(1) + "," + event(2) + ",{\"type\":secret");
    assertThat(run("events", "import", broken.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("broken.json: not valid JSON at line 1, column", "the 2 elements before it")
        .doesNotContain("secret");
    assertThat(stored()).isEqualTo(2);

    Path database = Files.writeString(folder.resolve("no.duckdb"), "no database".repeat(1_000));
    assertThat(run("events", "import", "--store", database.toString(), broken.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains(database.toString());
  }

  @Test
  void importsIntoAServerOnlyWhereTheTokenIsSafe() throws IOException {
    String file = write("log.jsonl", lines(1, 2)).toString();
    assertThat(runAsIs("events", "import", "--server", "http://localhost:1", file)).isEqualTo(2);
    assertThat(err.toString()).contains("devicegate.collector.webhook.token: missing");

    System.setProperty("devicegate.collector.webhook.token", "token-of-the-stream");
    try {
      assertThat(runAsIs("events", "import", "--server", "http://gateway.test:8081", file))
          .isEqualTo(2);
      assertThat(err.toString()).contains("--server: expected https://");
      assertThat(run("events", "import", "--server", "http://localhost:1", file)).isEqualTo(2);
      assertThat(err.toString()).contains("--server: goes with no --store");
      assertThat(runAsIs("events", "import", "--server", "http://localhost:1", file)).isEqualTo(1);
      assertThat(err.toString())
          .contains("http://localhost:1/ingest/auth0/history cannot be reached")
          .doesNotContain("token-of-the-stream");
    } finally {
      System.clearProperty("devicegate.collector.webhook.token");
    }
  }

  @Test
  void doctorSaysWhatIsWrongAndEndsAccordingly() {
    try (FakeTenant tenant = new FakeTenant()) {
      tenant.streams(FakeTenant.answering(200, "[]"));
      assertThat(doctor(tenant, "--devicegate.collector.poller.enabled=true")).isZero();
      assertThat(out.toString())
          .startsWith("ok ")
          .contains("No log stream comes here; the log is polled.");

      assertThat(doctor(tenant, "--devicegate.collector.poller.enabled=false")).isEqualTo(3);
      assertThat(out.toString())
          .contains("problem  None of 0 log streams comes here")
          .contains("         Create a Custom Webhook stream");
    }
  }

  @Test
  void doctorThatCannotAskSaysSo() {
    assertThat(runAsIs("doctor")).isEqualTo(3);
    assertThat(out.toString())
        .startsWith("unknown  No tenant is configured")
        .contains("devicegate.collector.poller.url");
  }

  @Test
  void doctorNamesTheWrongSettingAndShowsNoSecret() {
    assertThat(runAsIs("doctor", "--colour=red")).isEqualTo(2);
    assertThat(err.toString()).contains("--colour=red: expected a setting");

    assertThat(
            runAsIs(
                "doctor",
                "--devicegate.collector.poller.url=https://tenant.test",
                "--devicegate.collector.poller.client-secret=" + FakeTenant.SECRET))
        .isEqualTo(2);
    assertThat(runAsIs("doctor", "--devicegate.collector.poller.take=" + FakeTenant.SECRET))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("devicegate.collector.poller.client-id: expected it with client-secret")
        .contains("devicegate.collector.poller.take: not a value")
        .doesNotContain(FakeTenant.SECRET);
  }

  private int doctor(FakeTenant tenant, String setting) {
    return runAsIs(
        "doctor",
        "--devicegate.collector.poller.url=" + tenant.url(),
        "--devicegate.collector.poller.client-id=reader",
        "--devicegate.collector.poller.client-secret=" + FakeTenant.SECRET,
        setting);
  }

  @Test
  void isToldApartFromAServersOptions() {
    assertThat(Devicegate.isCommand("events", "import")).isTrue();
    assertThat(Devicegate.isCommand("--server.port=0")).isFalse();
    assertThat(Devicegate.isCommand()).isFalse();
  }

  private int run(String... arguments) {
    String[] all =
        Arrays.asList(arguments).contains("--store")
            ? arguments
            : Stream.concat(Arrays.stream(arguments), Stream.of("--store", store().toString()))
                .toArray(String[]::new);
    return runAsIs(all);
  }

  private int runAsIs(String... arguments) {
    return Devicegate.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private Path store() {
    return folder.resolve("events.duckdb");
  }

  private long stored() {
    try (EventStore store = DuckDbEventStore.open(TestStore.at(store()))) {
      long count = 0;
      List<StoredEvent> page = store.find(EventFilter.newest(500));
      while (!page.isEmpty()) {
        count += page.size();
        page =
            store.find(
                new EventFilter(null, Selection.ALL, Place.of(page.get(page.size() - 1)), 500));
      }
      return count;
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(DevicegateTest::event)
        .collect(Collectors.joining("\n"));
  }

  private static String event(int number) {
    return """
    {"log_id":"id-%1$d","date":"2026-11-24T12:00:00.%2$03dZ","type":"sede","client_id":"tv",\
    "user_id":"auth0|u-%3$d","description":"%1$d"}"""
        .formatted(number, number % 1_000, number % 2);
  }
}
