package io.devicegate.rules.detection;

import static io.devicegate.rules.detection.TestStreams.compile;
import static io.devicegate.rules.detection.TestStreams.detection;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.source.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DetectionLintTest {

  private static final String WINDOW = "{size: 15m, lateness: 2m}";

  @Test
  void findsConditionsThatNoEventMeets() {
    String never =
        detection("never", WINDOW, "threshold: 3")
            .replace("has(event.ip)", "has(event.ip) && event.type == 'a' && event.type == 'b'");
    String ratio =
        detection("ratio", WINDOW, "ratio: {of: event.type == 'b', at_least: 0.5, min_events: 3}")
            .replace("has(event.ip)", "has(event.ip) && event.type == 'a'");

    assertThat(compile(never).lint())
        .extracting(Problem::message)
        .containsExactly("never looks at no event: when contradicts itself");
    assertThat(compile(ratio).lint())
        .extracting(Problem::message)
        .containsExactly("ratio: its ratio contradicts when");
  }

  @Test
  void findsNothingInWhatIsShipped() {
    assertThat(DetectionRules.compile(Path.of("rules/detections"), TestStreams.OPTIONS).lint())
        .isEmpty();
  }
}
