package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.devicegate.dashboards.collector.EventIntake;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was delivered is what the API answers, question by question. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class QueryApiIT {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String HOUR = "from=2026-11-24T12:00:00Z&to=2026-11-24T13:00:00Z";

  private RunningDashboards dashboards;
  private int ids;

  @BeforeAll
  void start(@TempDir Path folder) {
    dashboards =
        RunningDashboards.start(
            folder.resolve("events.duckdb"), "devicegate.store.retention=3650d");
    StringBuilder lines = new StringBuilder();
    for (int minute = 0; minute < 60; minute++) {
      lines.append(line("sede", minute, "tv", "DE", "Successful exchange", "auth0|alice"));
      lines.append(line("sede", minute, "cli", "FR", "Successful exchange", "auth0|bob"));
      if (minute >= 30) {
        lines.append(line("fede", minute, "tv", "DE", "The device code has expired", ""));
      }
    }
    lines.append(line("fede", 59, "rare", "FR", "100% odd_words", ""));
    assertThat(dashboards.post(lines.toString()).statusCode()).isEqualTo(200);
    deliverAStory();
  }

  /** An evening: a code that ran out, a second one that worked, and a call a day later. */
  private void deliverAStory() {
    // Handed over first, so that it is stored when the delivery behind it is answered.
    assertThat(
            dashboards
                .bean(EventIntake.class)
                .offer(
                    List.of(
                        new Event(
                            Event.GATEWAY,
                            "f",
                            "decision",
                            Instant.parse("2026-11-24T09:00:00Z"),
                            new Subject("sofa", "auth0|carol", null, "203.0.113.9"),
                            "{\"effect\":\"allow\",\"protocol\":\"device\"}"))))
        .isTrue();
    String client = "\"client_id\":\"sofa\"";
    String device = "\"ip\":\"203.0.113.9\"";
    String phone = "\"ip\":\"198.51.100.4\",\"user_id\":\"auth0|carol\"";
    String session = "\"details\":{\"session_id\":\"evening\"}";
    post(
        story("a", "2026-11-23T18:00:00Z", "fede", client, device),
        story("b", "2026-11-23T18:04:00Z", "fdeac", client, "\"ip\":\"198.51.100.4\"", session),
        story("c", "2026-11-23T18:05:00Z", "s", client, phone, session),
        story(
            "d",
            "2026-11-23T18:06:00Z",
            "sede",
            client,
            device,
            "\"user_id\":\"auth0|carol\"",
            "\"details\":{\"access_token_jti\":\"token-1\"}"),
        story("e", "2026-11-23T18:07:00Z", "fede", client, "\"ip\":\"192.0.2.1\""));
  }

  private void post(String... lines) {
    assertThat(dashboards.post(String.join("\n", lines)).statusCode()).isEqualTo(200);
  }

  private static String story(String id, String date, String type, String... members) {
    return "{\"log_id\":\"story-%s\",\"date\":\"%s\",\"type\":\"%s\",%s}"
        .formatted(id, date, type, String.join(",", members));
  }

  private String line(
      String type, int minute, String client, String country, String description, String user) {
    return """
        {"log_id":"q%d","date":"%s","type":"%s","client_id":"%s","description":"%s",\
        "user_id":"%s","ip":"203.0.113.7","location_info":{"country_code":"%s"}}
        """
        .formatted(
            ids++, NOON.plus(Duration.ofMinutes(minute)), type, client, description, user, country);
  }

  @AfterAll
  void stop() {
    dashboards.close();
  }

  @Test
  void countsByBucketAndOutcome() {
    JsonNode answer = json("/api/v1/timeseries?" + HOUR + "&bucket=15m");

    assertThat(answer.path("begin").stringValue()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(answer.path("bucket").stringValue()).isEqualTo("PT15M");
    assertThat(answer.path("cut").booleanValue()).isFalse();
    assertThat(answer.at("/series/0/value").stringValue()).isEqualTo("success");
    assertThat(answer.at("/series/0/counts").toString()).isEqualTo("[30,30,30,30]");
    assertThat(answer.at("/series/1/value").stringValue()).isEqualTo("failure");
    assertThat(answer.at("/series/1/counts").toString()).isEqualTo("[0,0,15,16]");
    assertThat(answer.at("/series/1/total").intValue()).isEqualTo(31);
  }

  @Test
  void countsOnlyWhatIsAskedFor() {
    JsonNode answer =
        json("/api/v1/timeseries?" + HOUR + "&client=tv&type=fede&type=s&by=type&bucket=PT1H");

    assertThat(answer.path("series").size()).isEqualTo(1);
    assertThat(answer.at("/series/0/value").stringValue()).isEqualTo("fede");
    assertThat(answer.at("/series/0/total").intValue()).isEqualTo(30);
  }

  @Test
  void countsTheSameWhateverTheZoneOfTheQuestion() {
    String berlin = "from=2026-11-24T13:00:00%2B01:00&to=2026-11-24T14:00:00+01:00";

    assertThat(dashboards.get("/api/v1/timeseries?" + berlin).body())
        .isEqualTo(dashboards.get("/api/v1/timeseries?" + HOUR).body());
  }

  @Test
  void saysWhatSetsFailuresApart() {
    JsonNode answer =
        json("/api/v1/breakdown?by=client&" + HOUR + "&outcome=failure&against.outcome=success");

    assertThat(answer.at("/first/count").intValue()).isEqualTo(31);
    assertThat(answer.at("/second/count").intValue()).isEqualTo(120);
    assertThat(answer.at("/second/filters/outcome/0").stringValue()).isEqualTo("success");
    JsonNode tv = value(answer, "tv");
    assertThat(tv.path("first").intValue()).isEqualTo(30);
    assertThat(tv.path("second").intValue()).isEqualTo(60);
    assertThat(tv.path("support").intValue()).isEqualTo(90);
    // Checked by hand: pooled 90/151, difference 30/31 - 60/120.
    assertThat(tv.path("z").doubleValue()).isCloseTo(4.7313, within(0.001));
    assertThat(tv.path("logOdds").doubleValue()).isGreaterThan(2.5);
    assertThat(tv.path("significant").booleanValue()).isTrue();
    JsonNode rare = value(answer, "rare");
    assertThat(rare.path("tooFew").booleanValue()).isTrue();
    assertThat(rare.has("z")).isFalse();
    assertThat(rare.path("significant").booleanValue()).isFalse();
    assertThat(answer.at("/values/0/value").stringValue()).isIn("tv", "cli");
  }

  @Test
  void comparesWithTheStretchBeforeIfNothingElseIsNamed() {
    JsonNode answer =
        json(
            "/api/v1/breakdown?by=type&client=tv"
                + "&from=2026-11-24T12:30:00Z&to=2026-11-24T13:00:00Z");

    assertThat(answer.at("/second/from").stringValue()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(answer.at("/second/count").intValue()).isEqualTo(30);
    assertThat(value(answer, "fede").path("first").intValue()).isEqualTo(30);
    assertThat(value(answer, "fede").path("significant").booleanValue()).isTrue();
  }

  @Test
  void saysWhenItCut() {
    JsonNode answer = json("/api/v1/breakdown?by=id&limit=3&" + HOUR);

    assertThat(answer.path("values").size()).isEqualTo(3);
    assertThat(answer.path("cut").booleanValue()).isTrue();
    assertThat(answer.path("distinct").intValue()).isEqualTo(151);
  }

  private static JsonNode value(JsonNode breakdown, String value) {
    for (JsonNode candidate : breakdown.path("values")) {
      if (candidate.path("value").stringValue().equals(value)) {
        return candidate;
      }
    }
    throw new AssertionError(value + " is not in " + breakdown);
  }

  @Test
  void listsAllEventsPageByPage() {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = json("/api/v1/events?limit=40&" + HOUR + cursor);
      page.path("events").forEach(event -> seen.add(event.path("id").stringValue()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").stringValue() : "";
      pages++;
    } while (!cursor.isEmpty());

    assertThat(pages).isEqualTo(4);
    assertThat(seen).hasSize(151).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "text=EXPIRED+code, 30",
    "text=100%25, 1",
    "text=odd_, 1",
    "text=o_d, 0",
    "country=FR&type=fede, 1",
    "user=auth0%7Calice&limit=500, 60",
    "network=203.0.113.0/24&limit=500, 151",
    "outcome=failure&stage=exchange, 31"
  })
  void filtersEvents(String filter, int expected) {
    JsonNode page =
        json(
            "/api/v1/events?"
                + filter
                + (filter.contains("limit") ? "" : "&limit=99")
                + "&"
                + HOUR);

    assertThat(page.path("events").size()).isEqualTo(expected);
    assertThat(page.path("cut").booleanValue()).isFalse();
  }

  @Test
  void showsOneEventWithoutItsSecrets() {
    post(
        """
        {"log_id":"with secret/1","type":"sede","code":"Sk9-Aq_TOPSECRETVALUE0123",\
        "details":{"access_token":"TOPSECRETVALUE","code":"WDJB-MJHT"}}""");

    HttpResponse<String> answer = dashboards.get("/api/v1/events/with%20secret%2F1");
    JsonNode event = JsonMapper.shared().readTree(answer.body());

    assertThat(event.at("/raw/type").stringValue()).isEqualTo("sede");
    assertThat(event.at("/taxonomy/code").stringValue()).isEqualTo("sede");
    assertThat(event.at("/taxonomy/stage").stringValue()).isEqualTo("exchange");
    assertThat(answer.body()).doesNotContain("TOPSECRET", "WDJB");
    assertThat(dashboards.get("/api/v1/events/with%20secret%2F1?source=gateway").statusCode())
        .isEqualTo(404);
    assertThat(dashboards.get("/api/v1/events/none").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsTheStoryOfOneDevice() {
    JsonNode answer =
        json(
            "/api/v1/flows/"
                + URLEncoder.encode("auth0|carol", StandardCharsets.UTF_8)
                + "?from=2026-11-23T00:00:00Z&to=2026-11-25T00:00:00Z");

    assertThat(answer.path("is").stringValue()).isEqualTo("user");
    assertThat(answer.path("flows").size()).isEqualTo(1);
    JsonNode flow = answer.at("/flows/0");
    assertThat(ids(flow)).containsExactly("story-a", "story-b", "story-c", "story-d", "f");
    assertThat(joins(flow)).containsExactly("possible", "certain", "certain", "likely", "likely");
    assertThat(flow.path("confidence").stringValue()).isEqualTo("possible");
  }

  @Test
  void keepsTheStoriesOfOneClientApart() {
    JsonNode answer = json("/api/v1/flows/sofa?from=2026-11-23T00:00:00Z&to=2026-11-25T00:00:00Z");

    assertThat(answer.path("is").stringValue()).isEqualTo("client");
    assertThat(answer.path("flows").size()).isEqualTo(2);
    assertThat(ids(answer.at("/flows/1"))).containsExactly("story-e");
  }

  @Test
  void tellsNothingOfAStranger() {
    JsonNode answer = json("/api/v1/flows/nobody");

    assertThat(answer.path("flows").size()).isZero();
    assertThat(answer.has("is")).isFalse();
  }

  private static List<String> ids(JsonNode flow) {
    return flow.path("events").valueStream().map(it -> it.path("id").stringValue()).toList();
  }

  private static List<String> joins(JsonNode flow) {
    return flow.path("events")
        .valueStream()
        .map(it -> it.path("join").path("confidence").stringValue())
        .toList();
  }

  @Test
  void tellsLateStretchesAndUnknownSources() {
    JsonNode answer = json("/api/v1/gaps?" + HOUR);

    assertThat(answer.path("late").size())
        .as("all of the hour was delivered long after")
        .isEqualTo(12);
    assertThat(answer.at("/late/0/source").stringValue()).isEqualTo("auth0");
    assertThat(answer.at("/sources/0/source").stringValue()).isEqualTo("auth0");
    assertThat(answer.at("/sources/0/state").stringValue()).isIn("late", "live");
  }

  @Test
  void answersNotModifiedToWhoeverHasItAlready() {
    String path = "/api/v1/breakdown?by=client&" + HOUR;
    String tag = dashboards.get(path).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = dashboards.get(path, "If-None-Match", "\"x\", W/" + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(dashboards.get(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "timeseries?from=2026-11-24T12:00:00, from",
    "timeseries?from=yesterday, from",
    "timeseries?from=2026-11-24T12:00:00Z&to=2026-11-24T11:00:00Z, from",
    "timeseries?from=2026-01-24T12:00:00Z&to=2026-11-24T11:00:00Z, from",
    "timeseries?from=2026-11-24T12:00:00Z&window=1h, window",
    "timeseries?to=-999999999-01-01T00:00:00Z, to",
    "timeseries?bucket=1ms, bucket",
    "timeseries?window=31d&bucket=1s, bucket",
    "timeseries?by=client, by",
    "timeseries?clinet=tv, clinet",
    "breakdown, by",
    "breakdown?by=moon, by",
    "breakdown?by=client&against.window=soon, against.window",
    "breakdown?by=client&against.moon=x, against.moon",
    "events?cursor=%21, cursor",
    "events?cursor=YWJj, cursor",
    "events?limit=1&limit=2, limit",
    "events/x?limit=3, limit",
    "flows/x?window=1s, window",
    "gaps?window=soon, window",
    "taxonomy?window=1h, window",
    "signals?moon=1, moon",
    "verdict?from=2026-11-24T12:00:00Z, from",
    "'events?%3Cscript%3E=1', a parameter"
  })
  void namesTheParameterThatIsWrong(String question, String parameter) {
    HttpResponse<String> answer = dashboards.get("/api/v1/" + question);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"detail\":\"" + parameter + ":").doesNotContain("<script");
  }

  private JsonNode json(String path) {
    HttpResponse<String> answer = dashboards.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }
}
