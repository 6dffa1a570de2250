package io.devicegate.dashboards.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.privacy.PrivacyProperties.Action;
import io.devicegate.dashboards.privacy.PrivacyProperties.Field;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.Traits;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real store below, and its bytes looked at. */
class PrivateEventStoreTest {

  private static final Instant NOON = TestEvents.NOON;
  private static final String USER = "auth0|5f7c8ec7c33c6c004bbafe82";
  private static final String EMAIL = "alice@sandbox.test";
  private static final String ADDRESS = "203.0.113.77";
  private static final String KEY = "a key that is long enough for a test";

  private static final List<Field> AT_ONCE =
      List.of(
          new Field("user", Action.HASH, Duration.ZERO),
          new Field("address", Action.HASH, Duration.ZERO),
          new Field("user_agent", Action.DROP, Duration.ZERO));

  @TempDir private Path folder;

  private Instant now = NOON;
  private @Nullable EventStore open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  @Test
  void writesNothingThatIsToGoAtOnceToTheDisk() throws IOException {
    EventStore store = over(KEY, AT_ONCE);
    StoredEvent event = event("1", NOON);

    assertThat(
            store.append(
                List.of(event), List.of(rejected(event.event().json()), rejected("?" + EMAIL))))
        .as("for detections, as it came")
        .containsExactly(event);
    assertThat(bytesOfTheStore())
        .contains("Wrong code of")
        .doesNotContain(USER, EMAIL, ADDRESS, "Roku");
    store.close();
    assertThat(bytesOfTheStore()).doesNotContain(USER, EMAIL, ADDRESS, "Roku");

    EventStore again = over(KEY, AT_ONCE);
    StoredEvent kept = again.find(EventFilter.newest(1)).get(0);
    assertThat(kept.event().subject().user()).matches("hash:[A-Za-z0-9_-]{22}");
    assertThat(kept.event().subject().ip()).startsWith("hash:");
    assertThat(kept.event().json())
        .contains("\"user_id\":\"" + kept.event().subject().user() + "\"")
        .contains("\"code\":\"invalid-expired-code\"");
    assertThat(again.append(List.of(event), List.of())).as("still the same event").isEmpty();
    assertThat(again.deadLetters(0, 9))
        .extracting(letter -> letter.rejected().text() == null)
        .containsExactly(false, true);
    assertThat(again.breakdown(day(), Dimension.PROGRAM, 9)).isEmpty();
    assertThat(again.breakdown(day(), Dimension.USER, 9)).hasSize(1);
  }

  @Test
  void showsViewersNoMoreThanIsStored() {
    EventStore store = over(KEY, AT_ONCE);
    StoredEvent event = event("1", NOON);
    store.append(List.of(event), List.of());

    assertThat(store.find(EventFilter.newest(1))).containsExactly(store.kept(event));
  }

  @Test
  void findsAndErasesAUserByNameWhateverTheHashIs() {
    EventStore store = over(KEY, AT_ONCE);
    store.append(List.of(event("1", NOON), event("2", NOON.minus(Duration.ofDays(12)))), List.of());
    store.close();
    EventStore rotated = over("another key that is long enough, too", List.of(KEY), AT_ONCE);
    rotated.append(List.of(event("3", NOON)), List.of());

    List<StoredEvent> all = rotated.find(EventFilter.newest(9));
    assertThat(all)
        .extracting(it -> it.event().subject().user())
        .doesNotHaveDuplicates()
        .hasSize(3);
    Selection user = Selection.of(Dimension.USER, USER);
    assertThat(rotated.find(EventFilter.newest(user, 9))).isEqualTo(all);
    assertThat(rotated.find(new EventFilter(day(), user, null, 9))).hasSize(2);
    assertThat(rotated.find(EventFilter.newest(Selection.of(Dimension.IP, ADDRESS), 9))).hasSize(3);
    assertThat(rotated.find(EventFilter.newest(Selection.of(Dimension.USER, "auth0|bob"), 9)))
        .isEmpty();
    assertThat(rotated.erase(USER)).isEqualTo(3);
    assertThat(rotated.find(EventFilter.newest(9))).isEmpty();
  }

  @Test
  void givesUpAFieldWhenItIsOldEnough() {
    EventStore store = over(KEY, later());
    store.append(
        List.of(event("old", NOON.minusSeconds(5_000)), event("young", NOON.minusSeconds(60))),
        List.of(rejected("?")));
    assertThat(user(store, "old")).as("due before it came").startsWith("hash:");
    assertThat(user(store, "young")).isEqualTo(USER);

    age(store);
    assertThat(user(store, "young")).isEqualTo(USER);
    assertThat(store.countDeadLetters()).isEqualTo(1);

    now = NOON.plusSeconds(3_600);
    age(store);
    assertThat(user(store, "young")).startsWith("hash:");
    assertThat(store.countDeadLetters()).isZero();
    assertThat(store.find(EventFilter.newest(9)).get(0).event().subject().ip()).isEqualTo(ADDRESS);
    assertThat(store.breakdown(day(), Dimension.NETWORK, 9)).hasSize(1);

    now = NOON.plus(Duration.ofDays(8));
    age(store);
    assertThat(store.find(EventFilter.newest(9)).get(0).event().subject().ip()).isNull();
    assertThat(store.breakdown(day(), Dimension.NETWORK, 9)).isEmpty();
    assertThat(store.breakdown(day(), Dimension.VERSION, 9))
        .as("what nobody named stays")
        .hasSize(1);
  }

  /** Two thousand events in one second are more than a page of any slice of time. */
  @Test
  void giveUpInPartsHoweverDenseTheEventsAre() {
    EventStore store = over(KEY, later());
    List<StoredEvent> dense = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      dense.add(event("d" + i, NOON.minusMillis(i % 500)));
    }
    store.append(dense, List.of());
    store.append(List.of(event("later", NOON.plusSeconds(1_800))), List.of());

    now = NOON.plusSeconds(4_000);
    age(store);
    assertThat(
            store.breakdown(day(), Dimension.USER, 99).stream()
                .mapToLong(it -> it.events().count()))
        .containsExactly(2_000L, 1L);
    assertThat(user(store, "later")).isEqualTo(USER);
  }

  @Test
  void givesUpWhatWasStoredBeforeItWasConfigured() {
    EventStore plain = over(null, List.of());
    plain.append(List.of(event("1", NOON.minus(Duration.ofDays(20)))), List.of());
    plain.close();

    EventStore store = over(KEY, AT_ONCE);
    age(store);
    assertThat(user(store, "1")).startsWith("hash:");
    store.close();

    EventStore unprotected = over(null, List.of());
    unprotected.append(List.of(event("2", NOON)), List.of());
    assertThat(user(unprotected, "2")).isEqualTo(USER);
    unprotected.close();

    EventStore again = over(KEY, AT_ONCE);
    age(again);
    assertThat(user(again, "2")).startsWith("hash:");
  }

  /** A second look costs nothing: what was looked at is not looked at again. */
  @Test
  void goesOnAfterARestartWhereItWas() {
    EventStore store = over(KEY, later());
    store.append(List.of(event("1", NOON.minusSeconds(60))), List.of());
    now = NOON.plusSeconds(4_000);
    age(store);
    store.close();

    EventStore again = over(KEY, later());
    assertThat(again.cursor("privacy:user=hash").orElseThrow().position())
        .isEqualTo(now.minusSeconds(3_600).toString());
    assertThat(again.age()).isFalse();
  }

  @Test
  void knowsWhetherSettingsFitAStore() {
    EventStore store = over(KEY, AT_ONCE);
    assertThat(PrivateEventStore.fits(store, properties(KEY, List.of(), AT_ONCE))).isTrue();
    assertThat(PrivateEventStore.fits(store, PrivacyProperties.NONE)).isFalse();
    assertThat(
            PrivateEventStore.fits(
                store, properties("another key that is long enough, too", List.of(), AT_ONCE)))
        .isFalse();
    assertThat(PrivateEventStore.fits(store, properties(KEY, List.of(), later()))).isFalse();
  }

  /** As tenants send them: the id stands there with and without its provider. */
  @ParameterizedTest
  @ValueSource(strings = {"fdeaz", "fdeac", "fdecc", "fede", "sede"})
  void leavesNoTraceInTheSamplesOfTheFiveCodes(String code) {
    EventStore store = over(KEY, AT_ONCE);
    String sample = TestEvents.sample(code);

    assertThat(store.kept(event("1", NOON, sample)).toString())
        .doesNotContain(
            USER, USER.substring(USER.indexOf('|') + 1), EMAIL, "203.0.113.7\"", "Chrome");
  }

  /** Whatever shape an event has, no spelling of a name and no depth hides a value. */
  @Test
  void leavesNoTraceInEventsOfAnyShape() {
    Random random = new Random(7);
    EventStore store = over(KEY, AT_ONCE);
    for (int i = 0; i < 300; i++) {
      String json =
          "{\"type\":\"s\",\"user_id\":\""
              + USER
              + "\",\"ip\":\""
              + ADDRESS
              + "\","
              + "\"userName\":\""
              + EMAIL
              + "\",\"details\":"
              + shape(random, 0)
              + "}";
      StoredEvent event = event("r" + i, NOON, json);
      StoredEvent kept = store.kept(event);
      assertThat(kept.toString()).as(json).doesNotContain(USER, EMAIL, ADDRESS);
      assertThat(store.kept(kept)).as("twice is once").isSameAs(kept);
    }
  }

  private static String shape(Random random, int depth) {
    String[] names = {"user_name", "qs", "body", "query", "e-mail", "client_ip", "note", "Email"};
    String[] texts = {
      "\"" + USER + "\"",
      "\"for " + EMAIL + " from " + ADDRESS + ".\"",
      "\"a=b&login_hint=bob%40x.example&c\"",
      "\"{\\\"email\\\":\\\"" + EMAIL + "\\\"}\"",
      "7",
      "null",
      "true",
      "\"\"",
      "[\"" + EMAIL + "\"]"
    };
    if (depth > 3 || random.nextInt(3) == 0) {
      return texts[random.nextInt(texts.length)];
    }
    StringBuilder object = new StringBuilder("{");
    for (String name : names) {
      if (random.nextBoolean()) {
        object
            .append(object.length() > 1 ? "," : "")
            .append('"')
            .append(name)
            .append("\":")
            .append(shape(random, depth + 1));
      }
    }
    return object + "}";
  }

  private static List<Field> later() {
    return List.of(
        new Field("user", Action.HASH, Duration.ofHours(1)),
        new Field("address", Action.DROP, Duration.ofDays(7)));
  }

  private EventStore over(@Nullable String key, List<Field> fields) {
    return over(key, List.of(), fields);
  }

  private EventStore over(@Nullable String key, List<String> before, List<Field> fields) {
    open =
        PrivateEventStore.over(
            DuckDbEventStore.open(TestStore.at(folder.resolve("events.duckdb"))),
            properties(key, before, fields),
            Duration.ofDays(30),
            clock());
    return open;
  }

  private static PrivacyProperties properties(
      @Nullable String key, List<String> before, List<Field> fields) {
    return new PrivacyProperties(key, before, Duration.ofDays(10), fields);
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  private static void age(EventStore store) {
    int steps = 0;
    while (store.age()) {
      assertThat(++steps).as("it comes to an end").isLessThan(2_000);
    }
  }

  private static @Nullable String user(EventStore store, String id) {
    return store
        .find(EventFilter.newest(Selection.of(Dimension.ID, id), 1))
        .get(0)
        .event()
        .subject()
        .user();
  }

  private static TimeRange day() {
    return TimeRange.before(NOON.plus(Duration.ofHours(12)), Duration.ofDays(1));
  }

  private String bytesOfTheStore() throws IOException {
    StringBuilder bytes = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return bytes.toString();
  }

  private static RejectedEvent rejected(String text) {
    return new RejectedEvent(Event.AUTH0, NOON, "no_type", "element 1 has no \"type\"", text);
  }

  private static StoredEvent event(String id, Instant time) {
    return event(
        id,
        time,
        """
        {"type":"fdeac","user_id":"%s","user_name":"%s","ip":"%s","user_agent":"Roku/DVP 12.0",\
        "details":{"code":"invalid-expired-code","request":{"body":"login_hint=%s"}}}"""
            .formatted(USER, EMAIL, ADDRESS, EMAIL));
  }

  /** As a decoder makes it, which has read the JSON. */
  private static StoredEvent event(String id, Instant time, String json) {
    Event event =
        new Event(Event.AUTH0, id, "fdeac", time, new Subject("tv", USER, "s-1", ADDRESS), json);
    return new StoredEvent(
        event,
        Stage.ACTIVATION,
        Outcome.FAILURE,
        null,
        "Wrong code of " + EMAIL,
        time.plusSeconds(1),
        1,
        Traits.of(event));
  }
}
