package io.devicegate.rules.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.event.Signal;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.testing.DetectionTests;
import io.devicegate.rules.testing.TestReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The detections of {@code rules/detections}, by their own tests. */
class ShippedDetectionsTest {

  static final Path FOLDER = Path.of("rules/detections");
  private static final DetectionOptions OPTIONS = DetectionOptions.defaults();

  @Test
  void passTheirTestsAndHavePositiveAndNegativeCases() {
    TestReport report = DetectionTests.run(FOLDER, OPTIONS);

    assertThat(report.results()).allSatisfy(result -> assertThat(result.failures()).isEmpty());
    assertThat(report.uncovered()).isEmpty();
    assertThat(report.coverage()).hasSameSizeAs(detections().detections());
  }

  @Test
  void onlyObserveUntilSomebodyDecidesOtherwise() {
    assertThat(detections().detections())
        .isNotEmpty()
        .allMatch(detection -> detection.mode() == Signal.Mode.OBSERVE);
  }

  @Test
  void nameARunbookThatExists() {
    assertThat(detections().detections())
        .allSatisfy(
            detection -> assertThat(Files.exists(Path.of("..", detection.runbook()))).isTrue());
  }

  @Test
  void areAllInTheTableOfTheirFolder() throws Exception {
    String readme = Files.readString(FOLDER.resolve("README.md"));

    assertThat(detections().detections())
        .allSatisfy(detection -> assertThat(readme).contains("`" + detection.id() + "`"));
  }

  @Test
  void reachBackByTwoWindowsTheLatenessAndTheLifeOfTheirSignals() throws Exception {
    RuleSource file =
        new RuleSource("poll-abuse.yaml", Files.readString(FOLDER.resolve("poll-abuse.yaml")));

    assertThat(DetectionRules.compile(List.of(file), OPTIONS).reach())
        .isEqualTo(Duration.ofMinutes(5 + 5 + 2 + 30));
    assertThat(DetectionRules.compile(List.of(), OPTIONS).reach()).isZero();
  }

  private static DetectionRules detections() {
    return DetectionRules.compile(FOLDER, OPTIONS);
  }
}
