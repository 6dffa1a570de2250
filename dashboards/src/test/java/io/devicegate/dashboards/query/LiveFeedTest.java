package io.devicegate.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class LiveFeedTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LiveFeed feed =
      new LiveFeed(Taxonomy.load(), new PipelineMetrics(registry), UnaryOperator.identity());

  @Test
  void passesOnWhatIsCommittedWhileOneWatches() {
    commit(0, 1);

    StepVerifier.create(feed.events().map(EventView::id))
        .then(() -> commit(1, 3))
        .expectNext("1", "2")
        .thenCancel()
        .verify(Duration.ofSeconds(20));
  }

  @Test
  void losesTheOldestForAViewerWhoIsTooSlow() {
    List<String> seen = new ArrayList<>();

    StepVerifier.create(feed.events().map(EventView::id), 0)
        .then(() -> commit(0, 1_000))
        .thenRequest(Long.MAX_VALUE)
        .recordWith(() -> seen)
        .thenConsumeWhile(id -> !id.equals("999"))
        .expectNext("999")
        .thenCancel()
        .verify(Duration.ofSeconds(20));

    assertThat(seen).hasSizeLessThan(300).contains("0", "998").doesNotContain("500");
    assertThat(registry.counter("devicegate.stream.dropped").count()).isGreaterThan(700);
  }

  @Test
  void hasAPlaceForSoManyViewersAndNoMore() {
    for (int i = 0; i < LiveFeed.MAX_VIEWERS; i++) {
      assertThat(feed.enter()).isTrue();
    }
    assertThat(feed.enter()).isFalse();

    feed.leave();

    assertThat(feed.enter()).isTrue();
  }

  private void commit(int from, int to) {
    feed.committed(
        IntStream.range(from, to)
            .mapToObj(i -> TestEvents.tenant(String.valueOf(i), "sede", TestEvents.NOON))
            .toList());
  }
}
