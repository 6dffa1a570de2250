package io.devicegate.sandbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

  private final PollSchedule schedule = new PollSchedule(Duration.ofSeconds(5));

  @Test
  void keepsTheIntervalWhilePending() {
    schedule.pending();
    schedule.pending();

    assertThat(schedule.next()).hasSeconds(5);
  }

  @Test
  void everySlowDownAddsFiveSecondsForGood() {
    schedule.slowDown();
    assertThat(schedule.next()).hasSeconds(10);
    schedule.pending();
    assertThat(schedule.next()).hasSeconds(10);
    schedule.slowDown();
    assertThat(schedule.next()).hasSeconds(15);
  }

  @Test
  void doublesWhileNothingAnswersUpToAMinuteAndComesBack() {
    schedule.unanswered();
    assertThat(schedule.next()).hasSeconds(10);
    schedule.unanswered();
    assertThat(schedule.next()).hasSeconds(20);
    schedule.unanswered();
    schedule.unanswered();
    assertThat(schedule.next()).hasSeconds(60);
    schedule.pending();
    assertThat(schedule.next()).hasSeconds(5);
  }

  @Test
  void neverPollsFasterThanALongInterval() {
    PollSchedule slow = new PollSchedule(Duration.ofSeconds(90));
    slow.unanswered();

    assertThat(slow.next()).hasSeconds(90);
  }
}
