package io.devicegate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoggedExchangesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final LoggedExchanges exchanges =
      new LoggedExchanges(100, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void knowsWhatTheLogTold() {
    exchanges.add("test", "token-1", NOW.plusSeconds(60));
    assertThat(exchanges.issuedByDeviceFlow("test", "token-1")).isTrue();
    assertThat(exchanges.issuedByDeviceFlow("test", "token-2")).isFalse();
  }

  @Test
  void keepsTenantsApart() {
    exchanges.add("one", "token-1", NOW.plusSeconds(60));
    assertThat(exchanges.issuedByDeviceFlow("other", "token-1")).isFalse();
  }

  @Test
  void doesNotTakeWhatIsOverOrTooLong() {
    exchanges.add("test", "expired", NOW);
    exchanges.add("test", "", NOW.plusSeconds(60));
    exchanges.add("test", "x".repeat(257), NOW.plusSeconds(60));
    assertThat(exchanges.size()).isZero();
  }

  @Test
  void keepsItsBound() {
    for (int i = 0; i < 10_000; i++) {
      exchanges.add("test", "token-" + i, NOW.plusSeconds(60));
    }
    assertThat(exchanges.size()).isLessThanOrEqualTo(100);
  }
}
