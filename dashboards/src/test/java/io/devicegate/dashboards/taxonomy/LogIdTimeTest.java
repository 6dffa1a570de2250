package io.devicegate.dashboards.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogIdTimeTest {

  @Test
  void readsTheTimeOfTheTenantsLog() {
    assertThat(LogIdTime.of("90020240308035328377107000000000000001223372052034941034"))
        .contains(Instant.parse("2024-03-08T03:53:28.377Z"));
  }

  @Test
  void makesAnIdThatSortsBeforeAllOfThatTime() {
    Instant time = Instant.parse("2024-03-08T03:53:28.377999Z");

    assertThat(LogIdTime.before(time))
        .isLessThan("90020240308035328377000000000000000001223372052034941034")
        .isGreaterThan("90020240308035328376107999999999999999999999999999999999")
        .hasSize(56);
    assertThat(LogIdTime.of(LogIdTime.before(time)))
        .contains(Instant.parse("2024-03-08T03:53:28.377Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "LOG_ID",
        "900",
        "90020241399999999999000",
        "sha256:0011",
        "12320240308035328377107",
        "900202403080353283771x"
      })
  void readsNothingFromAnIdOfAnotherShape(String id) {
    assertThat(LogIdTime.of(id)).isEmpty();
  }
}
