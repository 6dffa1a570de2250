package io.devicegate.dashboards.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link EventStore} promises. */
abstract class EventStoreContract {

  static final Instant NOON = TestEvents.NOON;

  private static final TimeRange HOUR = TimeRange.before(NOON, Duration.ofHours(1));

  private EventStore store;

  /** A store that holds nothing. */
  abstract EventStore empty();

  @BeforeEach
  void open() {
    store = empty();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void returnsWhatIsNewAndNothingElse() {
    StoredEvent first = event("a", 10);
    store.append(List.of(first), List.of());

    StoredEvent second = event("b", 5);
    assertThat(store.append(List.of(event("a", 10), second, event("b", 5)), List.of()))
        .containsExactly(second);
  }

  @Test
  void keepsEventsOfTwoSourcesWithTheSameIdApart() {
    store.append(
        List.of(event("a", 10), TestEvents.decision("a", NOON, Outcome.SUCCESS, "ok", "alice")),
        List.of());

    assertThat(store.find(EventFilter.newest(10))).hasSize(2);
  }

  @Test
  void givesBackAnEventAsItWasStored() {
    StoredEvent event =
        TestEvents.decision("d", NOON.plusNanos(123_456_000), Outcome.FAILURE, "expired", "bob");
    store.append(List.of(event), List.of());

    assertThat(store.find(EventFilter.newest(1))).containsExactly(event);
  }

  /** Alone, and beside one that is known, which a store may add in another way. */
  @Test
  void givesBackAnyText() {
    String[] texts = {
      "", "it's \"so\", [so] {so}", "a\0b", "\uD83D\uDE00 \u00E9\n", "x".repeat(70_000)
    };
    List<StoredEvent> alone = new ArrayList<>();
    List<StoredEvent> besideKnown = new ArrayList<>();
    for (String text : texts) {
      alone.add(TestEvents.decision("1" + text, NOON, Outcome.FAILURE, text, text));
      besideKnown.add(TestEvents.decision("2" + text, NOON, Outcome.FAILURE, text, text));
    }
    store.append(alone, List.of());
    besideKnown.add(alone.get(0));
    store.append(besideKnown, List.of());

    besideKnown.addAll(alone.subList(1, texts.length));
    assertThat(store.find(EventFilter.newest(99))).containsExactlyInAnyOrderElementsOf(besideKnown);
  }

  @Test
  void findsNewestFirstAndByFilter() {
    store.append(
        List.of(
            TestEvents.tenant("1", "sede", ago(30)),
            TestEvents.tenant("2", "fede", ago(10)),
            TestEvents.tenant("3", "sede", ago(20), "other"),
            TestEvents.decision("4", ago(40), Outcome.SUCCESS, "ok", "alice")),
        List.of());

    assertThat(ids(EventFilter.newest(3))).containsExactly("2", "3", "1");
    assertThat(ids(only(Dimension.TYPE, "sede"))).containsExactly("3", "1");
    assertThat(ids(only(Dimension.SOURCE, "gateway"))).containsExactly("4");
    assertThat(ids(only(Dimension.CLIENT, "other"))).containsExactly("3");
    assertThat(ids(only(Dimension.TYPE, "' OR 1=1 --"))).isEmpty();
  }

  @Test
  void forgetsDeadLettersThatCameUntilThen() {
    for (int seconds : new int[] {3, 2, 1}) {
      RejectedEvent letter =
          new RejectedEvent(Event.AUTH0, ago(seconds), "no_type", "element 1", "" + seconds);
      store.append(List.of(), List.of(letter));
    }
    store.forgetDeadLettersUntil(ago(2));

    assertThat(store.deadLetters(0, 9))
        .extracting(letter -> letter.rejected().text())
        .containsExactly("1");
  }

  @Test
  void rewritesWhatIsStoredAndNothingElse() {
    StoredEvent event = event("a", 10);
    store.append(List.of(event, event("b", 5)), List.of());
    StoredEvent changed =
        with(event, new Subject("sandbox-tv", "hash:x", null, null), "in other words");

    assertThat(store.rewrite(List.of(changed, event("unknown", 7)))).isEqualTo(1);
    assertThat(store.rewrite(List.of())).isZero();
    assertThat(store.find(EventFilter.newest(9))).containsExactly(event("b", 5), changed);
    assertThat(ids(only(Dimension.USER, "hash:x"))).containsExactly("a");
    assertThat(ids(only(Dimension.NETWORK, "203.0.113.0/24"))).containsExactly("b");
    assertThat(store.append(List.of(event), List.of())).as("known by its id").isEmpty();
  }

  @Test
  void readsInTheOrderOfArrivalPageByPage() {
    StoredEvent first = event("c", 30);
    StoredEvent second = event("a", 20);
    StoredEvent sameMoment = event("b", 20);
    StoredEvent decision = TestEvents.decision("a", ago(17), Outcome.SUCCESS, "ok", "alice");
    StoredEvent last = event("d", 10);
    store.append(
        List.of(last, sameMoment, decision, first, second, event("before", 4_000)), List.of());

    List<StoredEvent> read = new ArrayList<>();
    List<StoredEvent> page = store.arrived(HOUR, null, 2);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      read.addAll(page);
      page = store.arrived(HOUR, page.get(page.size() - 1), 2);
    }
    assertThat(read).containsExactly(first, second, sameMoment, decision, last);
  }

  @Test
  void findsAnEventByItsId() {
    store.append(List.of(event("a", 10), event("b", 5)), List.of());

    assertThat(ids(idOf("auth0", "b"))).containsExactly("b");
    assertThat(ids(idOf("gateway", "b"))).isEmpty();
  }

  @Test
  void countsTheRangeWithItsStartAndWithoutItsEnd() {
    store.append(
        List.of(
            TestEvents.tenant("before", "sede", HOUR.from().minusMillis(1)),
            TestEvents.tenant("first", "sede", HOUR.from()),
            TestEvents.tenant("last", "sede", HOUR.to().minusMillis(1)),
            TestEvents.tenant("after", "sede", HOUR.to())),
        List.of());

    assertThat(store.count(HOUR)).extracting(EventCount::count).containsExactly(2L);
  }

  @Test
  void countsAnEventForAsManyAsItStandsFor() {
    StoredEvent one = TestEvents.decision("a", ago(10), Outcome.SUCCESS, null, "alice");
    StoredEvent many =
        new StoredEvent(
            TestEvents.decision("b", ago(9), Outcome.SUCCESS, null, "alice").event(),
            one.stage(),
            one.outcome(),
            null,
            "41 calls",
            one.received(),
            41,
            null);
    store.append(List.of(one, many), List.of());

    assertThat(store.count(HOUR)).extracting(EventCount::count).containsExactly(42L);
    assertThat(store.find(EventFilter.newest(1))).containsExactly(many);
  }

  @Test
  void countsOnlyLoginsOfDeviceClients() {
    store.append(
        List.of(
            TestEvents.tenant("1", "s", ago(10), "tv"),
            TestEvents.tenant("2", "s", ago(10), "web-shop"),
            TestEvents.tenant("3", "fp", ago(10), "tv"),
            TestEvents.tenant("4", "sede", ago(60 * 60 * 20), "tv"),
            TestEvents.tenant("5", "s", ago(10), "cli"),
            TestEvents.tenant("6", "fdeac", ago(5), "cli"),
            TestEvents.tenant("7", "s", ago(10), "forgotten"),
            TestEvents.tenant("8", "sede", ago(60 * 60 * 26), "forgotten")),
        List.of());

    DeviceActivity<EventCount> activity = store.activity(HOUR);
    assertThat(activity.counts()).containsExactlyInAnyOrderElementsOf(store.count(HOUR));
    assertThat(activity.deviceLogins())
        .extracting(EventCount::type, EventCount::count)
        .containsExactlyInAnyOrder(tuple("s", 2L), tuple("fp", 1L));
  }

  @Test
  void countsNoLoginsAsADevicesForAStepThatNamesNoClient() {
    StoredEvent step = TestEvents.tenant("1", "fdeac", ago(5));
    StoredEvent login = TestEvents.tenant("2", "s", ago(5));
    store.append(List.of(nameless(step), nameless(login)), List.of());

    assertThat(store.activity(HOUR).deviceLogins()).isEmpty();
    assertThat(store.activity(HOUR).counts()).hasSize(2);
  }

  private static StoredEvent nameless(StoredEvent event) {
    Event named = event.event();
    return new StoredEvent(
        new Event(
            named.source(),
            named.id(),
            named.type(),
            named.time(),
            new Subject(null, null, null, null),
            named.json()),
        event.stage(),
        event.outcome(),
        event.reason(),
        event.description(),
        event.received());
  }

  @Test
  void countsEachCallerOnce() {
    store.append(
        List.of(
            TestEvents.decision("1", ago(1), Outcome.SUCCESS, "ok", "alice"),
            TestEvents.decision("2", ago(2), Outcome.SUCCESS, "ok", "alice"),
            TestEvents.decision("3", ago(3), Outcome.SUCCESS, "ok", "bob"),
            TestEvents.decision("4", ago(3), Outcome.FAILURE, "expired", "carol"),
            TestEvents.decision("5", ago(60 * 61), Outcome.SUCCESS, "ok", "dave"),
            TestEvents.decision("6", ago(4), Outcome.SUCCESS, "ok", null)),
        List.of());

    assertThat(store.countCallers(HOUR)).as("calls counted together name nobody").isEqualTo(2);
  }

  @Test
  void knowsHowFreshEachSourceIs() {
    assertThat(store.freshness()).isEmpty();
    store.append(List.of(event("a", 50), event("b", 20)), List.of());

    assertThat(store.freshness())
        .containsExactly(new SourceFreshness("auth0", ago(20), ago(20).plusSeconds(3)));
  }

  @Test
  void dropsWhatIsOld() {
    store.append(List.of(event("old", 100), event("new", 1)), List.of());

    assertThat(store.dropBefore(ago(50))).isEqualTo(1);
    assertThat(ids(EventFilter.newest(9))).containsExactly("new");
  }

  @Test
  void keepsDeadLettersInTheirOrderUntilTheyAreForgotten() {
    RejectedEvent first = new RejectedEvent("auth0", NOON, "not_json", "line 1", "{\"a\":");
    RejectedEvent second = new RejectedEvent("gateway", NOON, "no_type", "element 2", null);
    store.append(List.of(), List.of(first, second));

    List<DeadLetter> kept = store.deadLetters(0, 9);
    assertThat(kept).extracting(DeadLetter::rejected).containsExactly(first, second);
    assertThat(store.deadLetters(kept.get(0).id(), 9)).containsExactly(kept.get(1));
    assertThat(store.deadLetters(0, 1)).containsExactly(kept.get(0));

    store.forgetDeadLetters(List.of(kept.get(0).id(), 77L));
    assertThat(store.deadLetters(0, 9)).containsExactly(kept.get(1));
    assertThat(store.countDeadLetters()).isEqualTo(1);
    store.append(List.of(), List.of(first));
    assertThat(store.deadLetters(kept.get(1).id(), 9))
        .extracting(DeadLetter::rejected)
        .containsExactly(first);
  }

  @Test
  void keepsOnlySoManyDeadLetters() {
    for (int i = 0; i < TestStore.MAX_DEAD_LETTERS + 7; i++) {
      store.append(List.of(), List.of(new RejectedEvent("auth0", NOON, "no_type", "" + i, null)));
    }

    assertThat(store.deadLetters(0, 99))
        .hasSize(TestStore.MAX_DEAD_LETTERS)
        .first()
        .extracting(letter -> letter.rejected().detail())
        .isEqualTo("7");
  }

  @Test
  void takesRejectedThingsWithoutAnEvent() {
    RejectedEvent rejected = new RejectedEvent("auth0", NOON, "no_type", "element 1", "{}");

    assertThat(store.append(List.of(), List.of(rejected))).isEmpty();
    assertThat(store.find(EventFilter.newest(9))).isEmpty();
  }

  @Test
  void keepsTheLastCursorOfEachReader() {
    assertThat(store.cursor("a")).isEmpty();
    store.append(
        List.of(event("1", 10)),
        List.of(),
        List.of(new Cursor("a", "1", ago(9)), new Cursor("b", "1", ago(9))));
    store.append(List.of(), List.of(), List.of(new Cursor("a", "2", ago(8))));
    store.append(List.of(event("3", 5)), List.of());

    assertThat(store.cursor("a")).contains(new Cursor("a", "2", ago(8)));
    assertThat(store.cursor("b")).contains(new Cursor("b", "1", ago(9)));
    assertThat(store.cursor("' OR 1=1 --")).isEmpty();
  }

  /** Any order, any duplication, any cut into batches. */
  @Test
  void countsTheSameInAnyOrder() {
    List<StoredEvent> day = new ArrayList<>();
    String[] types = {"sede", "fede", "s", "fdecc", "unheard_of"};
    for (int i = 0; i < 120; i++) {
      day.add(TestEvents.tenant("id" + i, types[i % types.length], ago(i * 20)));
    }
    store.append(day, List.of());
    List<EventCount> expected = store.count(HOUR);
    for (long seed = 1; seed <= 3; seed++) {
      assertThat(countShuffled(day, new Random(seed))).hasSameElementsAs(expected);
    }
  }

  private List<EventCount> countShuffled(List<StoredEvent> day, Random random) {
    List<StoredEvent> mixed = new ArrayList<>(day);
    mixed.addAll(day.subList(random.nextInt(60), 100));
    Collections.shuffle(mixed, random);
    try (EventStore other = empty()) {
      for (int from = 0; from < mixed.size(); ) {
        int to = Math.min(mixed.size(), from + 1 + random.nextInt(70));
        other.append(mixed.subList(from, to), List.of());
        from = to;
      }
      return other.count(HOUR);
    }
  }

  private static EventFilter only(Dimension dimension, String value) {
    return EventFilter.newest(Selection.of(dimension, value), 9);
  }

  private static EventFilter idOf(String source, String id) {
    return EventFilter.newest(
        new Selection(Map.of(Dimension.SOURCE, List.of(source), Dimension.ID, List.of(id)), null),
        9);
  }

  private List<String> ids(EventFilter filter) {
    return store.find(filter).stream().map(event -> event.event().id()).toList();
  }

  @Test
  void countsByMinute() {
    store.append(
        List.of(
            TestEvents.tenant("a", "sede", NOON.minusSeconds(61)),
            TestEvents.tenant("b", "sede", NOON.minusSeconds(60)),
            TestEvents.tenant("c", "sede", NOON.minusSeconds(1)),
            TestEvents.tenant("d", "fdeaz", NOON.minusSeconds(1)),
            TestEvents.tenant("e", "sede", NOON)),
        List.of());

    assertThat(store.timeseries(Slice.of(HOUR), Duration.ofMinutes(1)))
        .extracting(
            TimedCount::begin, count -> count.events().type(), count -> count.events().count())
        .containsExactlyInAnyOrder(
            tuple(NOON.minusSeconds(120), "sede", 1L),
            tuple(NOON.minusSeconds(60), "sede", 2L),
            tuple(NOON.minusSeconds(60), "fdeaz", 1L));
  }

  @Test
  void countsTheLoginsOfDeviceClientsByMinute() {
    store.append(
        List.of(
            TestEvents.tenant("a", "sede", NOON.minus(Duration.ofHours(5)), "tv"),
            TestEvents.tenant("b", "s", NOON.minusSeconds(1), "tv"),
            TestEvents.tenant("c", "s", NOON.minusSeconds(1), "web")),
        List.of());

    DeviceActivity<TimedCount> activity = store.activity(HOUR, Duration.ofMinutes(1));
    assertThat(activity.counts())
        .containsExactlyInAnyOrderElementsOf(
            store.timeseries(Slice.of(HOUR), Duration.ofMinutes(1)));
    assertThat(activity.deviceLogins())
        .extracting(TimedCount::begin, count -> count.events().count())
        .containsExactly(tuple(NOON.minusSeconds(60), 1L));
  }

  @Test
  void refusesTooManyBuckets() {
    assertThatThrownBy(() -> store.timeseries(Slice.of(HOUR), Duration.ofSeconds(1)))
        .hasMessageStartingWith("bucket: PT1S (expected: ");
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT, sandbox-tv",
    "CONNECTION, Users",
    "COUNTRY, DE",
    "PROGRAM, Chrome",
    "VERSION, Chrome 142.0.0 / Linux 0.0.0",
    "HOST, tenant.example",
    "ORGANIZATION, org_1",
    "IP, 203.0.113.7",
    "USER, auth0|alice",
    "ROUTE, api",
    "NETWORK, 203.0.113.0/24",
    "ASN, 64496"
  })
  void tellsEventsApartBy(Dimension dimension, String value) {
    Event plain = TestEvents.tenant("a", "sede", NOON.minusSeconds(1)).event();
    String json =
        """
        {"type":"sede","connection":"Users","user_agent":"Chrome 142.0.0 / Linux 0.0.0",
         "hostname":"tenant.example","location_info":{"country_code":"DE"},
         "organization_id":"org_1","route":"api",
         "details":{"request":{"asn":64496}}}""";
    StoredEvent event =
        new StoredEvent(
            new Event("auth0", "a", "sede", plain.time(), plain.subject(), json),
            Stage.EXCHANGE,
            Outcome.SUCCESS,
            null,
            null,
            NOON);
    StoredEvent nobody =
        new StoredEvent(
            new Event(
                "auth0", "b", "sede", plain.time(), new Subject(null, null, null, null), "{}"),
            Stage.EXCHANGE,
            Outcome.SUCCESS,
            null,
            null,
            NOON);
    store.append(List.of(event, nobody), List.of());

    assertThat(ids(only(dimension, value))).containsExactly("a");
    assertThat(store.breakdown(HOUR, dimension, 10))
        .containsExactly(
            new ValueCount(
                value, new EventCount("auth0", "sede", Stage.EXCHANGE, Outcome.SUCCESS, null, 1)));
  }

  @Test
  void listsTheMostFrequentValuesFirst() {
    store.append(
        List.of(
            TestEvents.tenant("a", "sede", NOON.minusSeconds(1), "tv"),
            TestEvents.tenant("b", "sede", NOON.minusSeconds(1), "cli"),
            TestEvents.tenant("c", "sede", NOON.minusSeconds(1), "cli")),
        List.of());

    assertThat(store.breakdown(HOUR, Dimension.CLIENT, 1))
        .extracting(ValueCount::value)
        .containsExactly("cli");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.0/24",
    "2001:db8:7:1::9, 2001:db8:7::/48",
    "2001:db8::9, 2001:db8::/48",
    "::ffff:203.0.113.7,",
    "nonsense,"
  })
  void knowsTheNetworkOfAnAddress(String ip, @Nullable String network) {
    StoredEvent event = TestEvents.tenant("a", "sede", ago(1));
    store.append(List.of(with(event, new Subject(null, null, null, ip), null)), List.of());

    assertThat(store.breakdown(HOUR, Dimension.NETWORK, 9))
        .extracting(ValueCount::value)
        .isEqualTo(network == null ? List.of() : List.of(network));
  }

  @Test
  void countsOnlyWhatIsSelected() {
    store.append(
        List.of(
            TestEvents.tenant("a", "sede", ago(1), "tv"),
            TestEvents.tenant("b", "fede", ago(1), "tv"),
            TestEvents.tenant("c", "sede", ago(1), "cli"),
            TestEvents.tenant("d", "s", ago(1), "tv")),
        List.of());
    Selection selection =
        new Selection(
            Map.of(Dimension.CLIENT, List.of("tv"), Dimension.TYPE, List.of("sede", "fede", "x")),
            null);

    assertThat(store.timeseries(new Slice(HOUR, selection), Duration.ofMinutes(1)))
        .extracting(count -> count.events().type())
        .containsExactlyInAnyOrder("sede", "fede");
  }

  @Test
  void findsWhatHasNoValue() {
    store.append(
        List.of(
            with(event("a", 3), new Subject("tv", null, null, null), ""),
            with(event("b", 2), new Subject("tv", "", null, null), ""),
            with(event("c", 1), new Subject("tv", "auth0|alice", null, null), "")),
        List.of());

    assertThat(ids(users(Selection.NONE))).containsExactly("b", "a");
    assertThat(ids(users("auth0|alice", Selection.NONE))).containsExactly("c", "b", "a");
  }

  private static EventFilter users(String... users) {
    return EventFilter.newest(new Selection(Map.of(Dimension.USER, List.of(users)), null), 9);
  }

  @Test
  void findsWordsInDescriptions() {
    Subject subject = new Subject("tv", null, null, null);
    store.append(
        List.of(
            with(event("a", 3), subject, "The device code has Expired"),
            with(event("b", 2), subject, "100% \u00c9t\u00e9 'quoted'"),
            event("c", 1)),
        List.of());

    assertThat(ids(words("expired  DEVICE"))).containsExactly("a");
    assertThat(ids(words("expired nothing"))).isEmpty();
    assertThat(ids(words("100% 'quoted' \u00e9t\u00e9"))).containsExactly("b");
    assertThat(ids(words("10_%"))).isEmpty();
  }

  private static EventFilter words(String text) {
    return EventFilter.newest(new Selection(Map.of(), text), 9);
  }

  @Test
  void listsPageByPageWithoutGapOrRepetition() {
    List<StoredEvent> all = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      all.add(TestEvents.tenant("t" + i, "sede", ago(i / 4)));
      all.add(TestEvents.decision("t" + i, ago(i / 4), Outcome.SUCCESS, null, "alice"));
    }
    store.append(all, List.of());

    List<StoredEvent> read = new ArrayList<>();
    List<StoredEvent> page = store.find(new EventFilter(HOUR, Selection.ALL, null, 3));
    while (!page.isEmpty()) {
      read.addAll(page);
      Place last = Place.of(page.get(page.size() - 1));
      page = store.find(new EventFilter(HOUR, Selection.ALL, last, 3));
    }
    // Those of this very second are no longer of the hour.
    assertThat(read).hasSize(14).doesNotHaveDuplicates();
    assertThat(read)
        .extracting(event -> event.event().time())
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void comparesTwoSlices() {
    store.append(
        List.of(
            TestEvents.tenant("a", "sede", ago(1), "tv"),
            TestEvents.tenant("b", "sede", ago(2), "tv"),
            TestEvents.tenant("c", "sede", ago(3), "cli"),
            TestEvents.tenant("d", "fede", ago(4), "tv"),
            TestEvents.tenant("e", "fede", ago(5), "rare"),
            with(event("f", 6), new Subject(null, null, null, null), null),
            TestEvents.tenant("g", "sede", ago(4_000), "tv"),
            TestEvents.tenant("h", "s", ago(7), "other")),
        List.of());
    Slice failed = new Slice(HOUR, Selection.of(Dimension.TYPE, "fede"));
    Slice worked = new Slice(HOUR, Selection.of(Dimension.TYPE, "sede"));

    assertThat(store.compare(Dimension.CLIENT, failed, worked, 2))
        .isEqualTo(
            new Comparison(
                2,
                4,
                new Comparison.Pair("", 0, 1),
                3,
                List.of(new Comparison.Pair("tv", 1, 2), new Comparison.Pair("cli", 0, 1))));
  }

  @Test
  void comparesWithTheTimeBefore() {
    store.append(
        List.of(event("a", 1), event("b", 4_000), event("c", 4_001), event("between", 10_000)),
        List.of());
    TimeRange before = TimeRange.before(HOUR.from(), Duration.ofMinutes(10));

    Comparison comparison = store.compare(Dimension.TYPE, Slice.of(HOUR), Slice.of(before), 9);

    assertThat(comparison.values()).containsExactly(new Comparison.Pair("sede", 1, 2));
  }

  @Test
  void knowsTheStretchesThatCameLate() {
    StoredEvent missed = event("a", 600);
    store.append(
        List.of(
            new StoredEvent(missed.event(), missed.stage(), missed.outcome(), null, null, NOON),
            event("b", 599),
            event("c", 60)),
        List.of());

    assertThat(store.late(HOUR, Duration.ofMinutes(5)))
        .containsExactly(
            new LateStretch(
                "auth0", new TimeRange(ago(600), ago(300)), 2, 1, Duration.ofMinutes(10)));
  }

  @Test
  void comparesNothingWithNothing() {
    assertThat(store.compare(Dimension.ASN, Slice.of(HOUR), Slice.of(HOUR), 9))
        .isEqualTo(new Comparison(0, 0, new Comparison.Pair("", 0, 0), 0, List.of()));
  }

  private static StoredEvent with(
      StoredEvent event, Subject subject, @Nullable String description) {
    Event plain = event.event();
    return new StoredEvent(
        new Event(plain.source(), plain.id(), plain.type(), plain.time(), subject, plain.json()),
        event.stage(),
        event.outcome(),
        event.reason(),
        description,
        event.received());
  }

  private static StoredEvent event(String id, int secondsAgo) {
    return TestEvents.tenant(id, "sede", ago(secondsAgo));
  }

  private static Instant ago(int seconds) {
    return NOON.minusSeconds(seconds);
  }
}
