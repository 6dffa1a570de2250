package io.devicegate.sandbox.logstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantLogTest {

  private static final class Now extends Clock {
    Instant instant = Instant.parse("2026-11-24T10:00:00.123456Z");

    @Override
    public Instant instant() {
      return instant;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("one zone only");
    }
  }

  private final Now now = new Now();
  private final TenantLog log = new TenantLog("sandbox", "local-1", 3, now);

  @Test
  void writesIdentifierTimeAndTenant() {
    log.record(TenantEvent.of("fdeaz", "why").with("ip", "127.0.0.1").with("user_id", null));

    LogEntry entry = log.after("", 10).get(0);
    assertThat(entry.logId()).isEqualTo("90020261124100000123" + "0".repeat(35) + "1");
    assertThat(entry.data())
        .containsEntry("log_id", entry.logId())
        .containsEntry("date", "2026-11-24T10:00:00.123Z")
        .containsEntry("type", "fdeaz")
        .containsEntry("description", "why")
        .containsEntry("ip", "127.0.0.1")
        .containsEntry("tenant_name", "sandbox")
        .containsEntry("environment_name", "local-1")
        .doesNotContainKey("user_id");
  }

  @Test
  void ordersItsIdentifiersEvenWhenTheClockGoesBack() {
    record("a");
    now.instant = now.instant.minusSeconds(60);
    record("b");

    List<LogEntry> entries = log.after("", 10);
    assertThat(entries).extracting(LogEntry::logId).isSorted().doesNotHaveDuplicates();
    assertThat(entries.get(1).data()).containsEntry("date", "2026-11-24T09:59:00.123Z");
  }

  @Test
  void keepsTheNewestEventsOnly() {
    record("a", "b", "c", "d");

    assertThat(descriptions(log.after("", 10))).containsExactly("b", "c", "d");
    assertThat(descriptions(log.newestFirst())).containsExactly("d", "c", "b");
    assertThat(log.after("", 10)).extracting(LogEntry::sequence).containsExactly(2L, 3L, 4L);
  }

  @Test
  void readsOnFromACheckpoint() {
    record("a", "b", "c");
    String checkpoint = log.after("", 1).get(0).logId();

    assertThat(descriptions(log.after(checkpoint, 1))).containsExactly("b");
    assertThat(log.find(checkpoint)).isPresent();
    assertThat(log.find("900")).isEmpty();
  }

  @Test
  void waitsForNothingLongerThanItIsTold() throws Exception {
    assertThat(log.awaitAfter("", 1, Duration.ofMillis(1))).isEmpty();
    record("a");
    assertThat(descriptions(log.awaitAfter("", 1, Duration.ofDays(1)))).containsExactly("a");
  }

  @Test
  void refusesToKeepNothing() {
    assertThatThrownBy(() -> new TenantLog("sandbox", "local-1", 0, now))
        .hasMessage("capacity: 0 (expected: > 0)");
  }

  private void record(String... descriptions) {
    for (String description : descriptions) {
      log.record(TenantEvent.of("fdeaz", description));
    }
  }

  private static List<Object> descriptions(List<LogEntry> entries) {
    return entries.stream().map(entry -> entry.data().getOrDefault("description", "")).toList();
  }
}
