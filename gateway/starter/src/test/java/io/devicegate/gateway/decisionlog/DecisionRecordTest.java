package io.devicegate.gateway.decisionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionRecordTest {

  @Test
  void cutsWhatTheClientWroteFreely() {
    DecisionRecord record = record("/" + "a".repeat(1_000), "b".repeat(1_000));

    assertThat(record.path()).hasSize(512);
    assertThat(record.userAgent()).hasSize(256);
  }

  @Test
  void clientCannotStartLineOfItsOwn() {
    DecisionRecord record = record("/a\nb", "tv\r\n\u001b[31mINFO");

    assertThat(record.path()).isEqualTo("/a?b");
    assertThat(record.userAgent()).isEqualTo("tv???[31mINFO");
  }

  private static DecisionRecord record(String path, String userAgent) {
    return new DecisionRecord(
        "id",
        Instant.EPOCH,
        "route",
        "GET",
        path,
        "allow",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Duration.ZERO,
        null,
        null,
        userAgent,
        null,
        null);
  }
}
