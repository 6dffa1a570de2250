package io.devicegate.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devicegate.gateway.budget.BudgetResult.Budget;
import io.devicegate.gateway.budget.BudgetResult.Exhausted;
import io.devicegate.gateway.budget.BudgetResult.Granted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetsTest {

  /** Starts shortly before the clock wraps around, as {@link System#nanoTime} may. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  @Test
  void grantsABurstThenTheRate() {
    Budgets budgets = budgets(new Rate(2, Duration.ofSeconds(1), 3), null, null, null, null, 10);

    assertThat(grants(budgets, 5)).isEqualTo(3);
    move(Duration.ofMillis(500));
    assertThat(grants(budgets, 5)).isEqualTo(1);
    move(Duration.ofHours(1));
    assertThat(grants(budgets, 5)).isEqualTo(3);
  }

  @Test
  void saysWhenToComeAgain() {
    Budgets budgets = budgets(new Rate(1, Duration.ofSeconds(90), 1), null, null, null, null, 10);
    budgets.acquire("tv", "alice");
    move(Duration.ofMillis(500));

    Exhausted refused = (Exhausted) budgets.acquire("tv", "alice");

    assertThat(refused).isEqualTo(new Exhausted(Budget.CLIENT_RATE, Duration.ofMillis(89_500)));
    assertThat(refused.retryAfterSeconds()).isEqualTo(90);
    move(refused.retryAfter());
    assertThat(budgets.acquire("tv", "alice")).isInstanceOf(Granted.class);
  }

  @Test
  void tellsClientsAndTheirSubjectsApart() {
    Rate one = new Rate(1, Duration.ofMinutes(1), 1);
    Budgets budgets = budgets(null, one, null, null, null, 10);

    assertThat(which(budgets.acquire("tv", "alice"))).isNull();
    assertThat(which(budgets.acquire("tv", "alice"))).isEqualTo(Budget.SUBJECT_RATE);
    assertThat(which(budgets.acquire("tv", "bob"))).isNull();
    assertThat(which(budgets.acquire("cli", "alice"))).isNull();
  }

  @Test
  void aRefusedRequestTakesNothing() {
    Rate client = new Rate(1, Duration.ofSeconds(10), 1);
    Rate subject = new Rate(1, Duration.ofSeconds(10), 2);
    Budgets budgets = budgets(client, subject, 1, 1, null, 10);
    release(budgets.acquire("tv", "alice"));
    for (int i = 0; i < 5; i++) {
      assertThat(which(budgets.acquire("tv", "alice"))).isEqualTo(Budget.CLIENT_RATE);
    }
    move(Duration.ofSeconds(10));

    assertThat(which(budgets.acquire("tv", "alice"))).isNull();
  }

  @Test
  void boundsWhatRunsAtTheSameTime() {
    Budgets budgets = budgets(null, null, 2, 1, null, 10);
    BudgetResult alice = budgets.acquire("tv", "alice");
    BudgetResult bob = budgets.acquire("tv", "bob");

    assertThat(which(budgets.acquire("tv", "carol"))).isEqualTo(Budget.CLIENT_CONCURRENCY);
    release(bob);
    assertThat(which(budgets.acquire("tv", "alice"))).isEqualTo(Budget.SUBJECT_CONCURRENCY);
    release(alice);
    assertThat(which(budgets.acquire("tv", "alice"))).isNull();
  }

  @Test
  void releasingTwiceGivesBackOnce() {
    Budgets budgets = budgets(null, null, 2, null, null, 10);
    BudgetResult first = budgets.acquire("tv", "alice");
    budgets.acquire("tv", "alice");
    release(first);
    release(first);

    assertThat(which(budgets.acquire("tv", "alice"))).isNull();
    assertThat(which(budgets.acquire("tv", "alice"))).isEqualTo(Budget.CLIENT_CONCURRENCY);
  }

  @Test
  void boundsTheSubjectsOfAClientWithinTheWindow() {
    DistinctSubjects two = new DistinctSubjects(2, Duration.ofMinutes(10));
    Budgets budgets = budgets(null, null, null, null, two, 10);
    budgets.acquire("tv", "alice");
    move(Duration.ofMinutes(4));
    budgets.acquire("tv", "bob");

    assertThat(budgets.acquire("tv", "carol"))
        .isEqualTo(new Exhausted(Budget.DISTINCT_SUBJECTS, Duration.ofMinutes(6)));
    assertThat(which(budgets.acquire("tv", "alice"))).isNull();
    assertThat(which(budgets.acquire("cli", "carol"))).isNull();
    move(Duration.ofMinutes(10));
    assertThat(which(budgets.acquire("tv", "carol"))).isNull();
  }

  @Test
  void refusesNewSubjectsWhenAllClientsTogetherHoldTooMany() {
    DistinctSubjects many = new DistinctSubjects(100, Duration.ofMinutes(10));
    Budgets budgets = budgets(null, null, null, null, many, 4);
    IntStream.range(0, 4).forEach(i -> budgets.acquire("tv" + i % 2, "s" + i));

    assertThat(which(budgets.acquire("tv0", "s9"))).isEqualTo(Budget.DISTINCT_SUBJECTS);
    assertThat(which(budgets.acquire("tv0", "s0"))).isNull();
    move(Duration.ofMinutes(11));
    assertThat(which(budgets.acquire("tv0", "s9"))).isNull();
  }

  @Test
  void keysBeyondTheBoundShareOneBudget() {
    Rate one = new Rate(1, Duration.ofMinutes(1), 1);
    Budgets budgets = budgets(null, one, null, null, null, 10);
    IntStream.range(0, 10).forEach(i -> release(budgets.acquire("tv", "s" + i)));

    long granted =
        IntStream.range(10, 1_000)
            .mapToObj(i -> budgets.acquire("tv", "s" + i))
            .filter(Granted.class::isInstance)
            .count();

    assertThat(granted).isEqualTo(1);
    assertThat(budgets.size()).isEqualTo(11);
    assertThat(which(budgets.acquire("tv", "s0"))).isEqualTo(Budget.SUBJECT_RATE);
  }

  @Test
  void idleKeysMakeRoomButRunningOnesDoNot() {
    Budgets budgets = budgets(null, new Rate(1, Duration.ofSeconds(1), 1), null, 1, null, 2);
    release(budgets.acquire("tv", "idle"));
    budgets.acquire("tv", "running");
    move(Duration.ofHours(1));

    assertThat(which(budgets.acquire("tv", "new"))).isNull();
    assertThat(which(budgets.acquire("tv", "running"))).isEqualTo(Budget.SUBJECT_CONCURRENCY);
    assertThat(budgets.size()).isEqualTo(3);
  }

  @Test
  void longNamesAreToldApartByTheirDigests() {
    Budgets budgets = budgets(null, new Rate(1, Duration.ofHours(1), 1), null, null, null, 10);
    String name = "s".repeat(10_000);

    assertThat(which(budgets.acquire("tv", name + "a"))).isNull();
    assertThat(which(budgets.acquire("tv", name + "b"))).isNull();
    assertThat(which(budgets.acquire("tv", name + "a"))).isEqualTo(Budget.SUBJECT_RATE);
  }

  @Test
  void neverGrantsMoreThanBurstPlusRateHoweverTimePasses() {
    Random random = new Random(9449);
    for (int round = 0; round < 200; round++) {
      int permits = 1 + random.nextInt(20);
      int burst = 1 + random.nextInt(20);
      Budgets budgets =
          budgets(new Rate(permits, Duration.ofSeconds(1), burst), null, null, null, null, 10);
      long granted = 0;
      long elapsed = 0;
      for (int step = 0; step < 200; step++) {
        granted += grants(budgets, random.nextInt(5));
        long by = random.nextInt(200_000_000);
        move(Duration.ofNanos(by));
        elapsed += by;
      }
      assertThat(granted).isLessThanOrEqualTo(burst + elapsed * permits / 1_000_000_000 + 1);
    }
  }

  @Test
  void holdsItsBoundsAndLosesNoPermitUnderConcurrency() {
    Budgets budgets = budgets(null, null, 5, 2, null, 3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              if (i % 64 == 0) {
                move(Duration.ofSeconds(2));
              }
              if (budgets.acquire("tv", "s" + i % 7) instanceof Granted granted) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                granted.release();
              }
            });

    assertThat(most.get()).isBetween(1, 5);
    move(Duration.ofSeconds(2));
    Deque<BudgetResult> held = new ArrayDeque<>();
    for (int i = 0; i < 3; i++) {
      held.add(budgets.acquire("tv", "s" + i));
      held.add(budgets.acquire("tv", "s" + i));
    }
    assertThat(held.stream().filter(Granted.class::isInstance)).hasSize(5);
  }

  @Test
  void grantsExactlyTheBurstToConcurrentRequests() {
    Budgets budgets = budgets(new Rate(1, Duration.ofHours(1), 100), null, null, null, null, 10);

    long granted =
        IntStream.range(0, 5_000)
            .parallel()
            .mapToObj(i -> budgets.acquire("tv", "alice"))
            .filter(Granted.class::isInstance)
            .count();

    assertThat(granted).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT1S, 1, permits",
    "1, PT0S, 1, period",
    "1, PT25H, 1, period",
    "1, PT1S, 0, burst",
  })
  void namesTheRateThatIsWrong(int permits, Duration period, int burst, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rate(permits, period, burst))
        .withMessageStartingWith(name + ": ");
  }

  @Test
  void namesTheSettingThatIsWrong() {
    List<Runnable> wrong = new ArrayList<>();
    wrong.add(() -> budgets(null, null, 0, null, null, 1));
    wrong.add(() -> budgets(null, null, null, 0, null, 1));
    wrong.add(() -> budgets(null, null, null, null, null, 0));
    wrong.add(() -> new DistinctSubjects(0, Duration.ofMinutes(1)));
    wrong.add(() -> new DistinctSubjects(1, Duration.ZERO));

    assertThat(wrong)
        .allSatisfy(
            setting ->
                assertThatIllegalArgumentException()
                    .isThrownBy(setting::run)
                    .withMessageMatching("[a-z-]+: .* \\(expected: .*\\)"));
  }

  private Budgets budgets(
      @Nullable Rate client,
      @Nullable Rate subject,
      @Nullable Integer clientConcurrency,
      @Nullable Integer subjectConcurrency,
      @Nullable DistinctSubjects distinct,
      int maxKeys) {
    return new Budgets(
        new BudgetSettings(
            client, subject, clientConcurrency, subjectConcurrency, distinct, maxKeys),
        nanos::get);
  }

  private void move(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  private static long grants(Budgets budgets, int requests) {
    return IntStream.range(0, requests)
        .mapToObj(i -> budgets.acquire("tv", "alice"))
        .filter(Granted.class::isInstance)
        .count();
  }

  private static void release(BudgetResult result) {
    ((Granted) result).release();
  }

  private static @Nullable Budget which(BudgetResult result) {
    return result instanceof Exhausted exhausted ? exhausted.which() : null;
  }
}
