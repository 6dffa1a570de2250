package io.devicegate.dashboards.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LiveFeedTest {

  private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");
  private static final Duration TICK = Duration.ofMillis(250);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private VirtualTimeScheduler time;
  private LiveFeed feed;

  @BeforeEach
  void start() {
    time = VirtualTimeScheduler.getOrSet();
    feed = new LiveFeed(Taxonomy.load(), new PipelineMetrics(registry), UnaryOperator.identity());
  }

  @AfterEach
  void realTime() {
    VirtualTimeScheduler.reset();
  }

  @Test
  void passesOnWhatIsCommittedWhileOneWatches() {
    commit(0, 1);
    List<byte[]> seen = watch();
    commit(1, 3);
    time.advanceTimeBy(TICK);
    commit(3, 4);
    time.advanceTimeBy(TICK);

    assertThat(seen).hasSize(3);
    assertThat(text(seen.get(0))).startsWith(":connected\n").endsWith("\n\n");
    assertThat(text(seen.get(1))).startsWith("event:event\ndata:{").endsWith("}\n\n");
    assertThat(ids(seen)).containsExactly("1", "2", "3");
  }

  @Test
  void forgetsWhatWaitedForAViewerWhoLeft() {
    var gone = feed.watch().orElseThrow().subscribe();
    commit(0, 1);
    gone.dispose();

    List<byte[]> seen = watch();
    time.advanceTimeBy(TICK);

    assertThat(ids(seen)).isEmpty();
  }

  @Test
  void writesAnEventOnceForAllWhoWatch() {
    List<byte[]> one = watch();
    List<byte[]> other = watch();
    commit(0, 2);
    time.advanceTimeBy(TICK);

    assertThat(one).hasSize(2);
    assertThat(other.get(1)).isSameAs(one.get(1));
  }

  @Test
  void passesOnTheNewestOfMoreThanCanBeRead() {
    List<byte[]> seen = watch();
    watch();
    commit(0, 1_000);
    time.advanceTimeBy(TICK);

    assertThat(ids(seen))
        .hasSize(LiveFeed.MOST_EVENTS)
        .startsWith(String.valueOf(1_000 - LiveFeed.MOST_EVENTS))
        .endsWith("999");
    assertThat(dropped()).isEqualTo(2 * (1_000 - LiveFeed.MOST_EVENTS));
  }

  @Test
  void losesTheOldestForAViewerWhoIsTooSlow() {
    List<byte[]> quick = watch();
    List<byte[]> seen = new ArrayList<>();

    StepVerifier.create(feed.watch().orElseThrow(), 0)
        .then(
            () -> {
              for (int i = 0; i < 100; i++) {
                commit(i, i + 1);
                time.advanceTimeBy(TICK);
              }
            })
        .thenRequest(Long.MAX_VALUE)
        .recordWith(() -> seen)
        .thenConsumeWhile(text -> !text(text).contains("\"id\":\"99\""))
        .expectNextCount(1)
        .thenCancel()
        .verify(Duration.ofSeconds(20));

    assertThat(ids(quick)).hasSize(100);
    assertThat(ids(seen)).hasSizeLessThan(60).contains("98", "99").doesNotContain("50");
    assertThat(dropped()).isEqualTo(100 - ids(seen).size());
  }

  @Test
  void saysThatItIsAliveWhenNothingHappens() {
    List<byte[]> seen = watch();
    time.advanceTimeBy(Duration.ofSeconds(30));

    assertThat(seen).extracting(LiveFeedTest::text).endsWith(":alive\n\n", ":alive\n\n").hasSize(3);
  }

  @Test
  void hasAPlaceForSoManyViewersAndNoMore() {
    List<Flux<byte[]>> places =
        IntStream.range(0, LiveFeed.MAX_VIEWERS).mapToObj(i -> feed.watch().orElseThrow()).toList();
    assertThat(feed.watch()).isEmpty();

    places.get(7).subscribe().dispose();

    assertThat(feed.watch()).isPresent();
    assertThat(feed.watch()).isEmpty();
  }

  private List<byte[]> watch() {
    List<byte[]> seen = new ArrayList<>();
    feed.watch().orElseThrow().subscribe(seen::add);
    return seen;
  }

  private void commit(int from, int to) {
    feed.committed(
        IntStream.range(from, to)
            .mapToObj(i -> TestEvents.tenant(String.valueOf(i), "sede", TestEvents.NOON))
            .toList());
  }

  private double dropped() {
    return registry.counter("devicegate.stream.dropped").count();
  }

  private static String text(byte[] text) {
    return new String(text, UTF_8);
  }

  private static List<String> ids(List<byte[]> seen) {
    return seen.stream()
        .map(LiveFeedTest::text)
        .flatMap(text -> ID.matcher(text).results())
        .map((MatchResult id) -> id.group(1))
        .toList();
  }
}
