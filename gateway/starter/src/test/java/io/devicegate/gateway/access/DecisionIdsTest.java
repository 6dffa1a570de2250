package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionIdsTest {

  @Test
  void areUlids() {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(1_469_918_176_385L), ZoneOffset.UTC);

    // The time of the ULID specification's own example, 01ARYZ6S41TSV4RRFFQ69G5FAV.
    assertThat(new DecisionIds(clock).next())
        .startsWith("01ARYZ6S41")
        .matches("[0-9A-HJKMNP-TV-Z]{26}");
  }

  @Test
  void differWithinOneMillisecond() {
    DecisionIds ids = new DecisionIds(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      seen.add(ids.next());
    }

    assertThat(seen).hasSize(10_000);
  }
}
