package io.devicegate.rules.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingAccessRulesTest {

  private static final String GOOD = "name: one\nrule: {match: [{output: allow('%s')}]}\n";

  private final List<String> told = new ArrayList<>();
  private final ReloadingAccessRules.Listener listener =
      new ReloadingAccessRules.Listener() {
        @Override
        public void reloaded(AccessRules rules) {
          told.add("reloaded");
        }

        @Override
        public void refused(List<Problem> problems) {
          told.add("refused " + problems.size());
        }
      };

  @TempDir private Path folder;

  @Test
  void keepsTheLastGoodRulesWhenNewOnesAreBad() throws IOException {
    write(GOOD.formatted("first"));
    ReloadingAccessRules rules =
        new ReloadingAccessRules(folder, AccessRulesOptions.defaults(), listener);

    write("name: one\nrule: broken\n");
    assertThat(rules.reload()).isFalse();
    assertThat(reason(rules)).isEqualTo("first");
    assertThat(rules.problems()).isNotEmpty();

    write(GOOD.formatted("second"));
    assertThat(rules.reload()).isTrue();
    assertThat(reason(rules)).isEqualTo("second");
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.reload()).isFalse();
    assertThat(told).containsExactly("refused 1", "reloaded");
  }

  @Test
  void keepsTheLastGoodRulesWhenTheFolderIsGone() throws IOException {
    write(GOOD.formatted("first"));
    ReloadingAccessRules rules =
        new ReloadingAccessRules(folder, AccessRulesOptions.defaults(), listener);
    Files.delete(folder.resolve("one.yaml"));
    Files.delete(folder);

    assertThat(rules.reload()).isFalse();
    assertThat(reason(rules)).isEqualTo("first");
    assertThat(told).containsExactly("refused 1");
  }

  @Test
  void readsTheFilesThatItCompilesAndSaysWhenThereAreNone() throws IOException {
    write(GOOD.formatted("first"));
    Files.writeString(folder.resolve("one_test.yaml"), "name: one\n");

    assertThat(AccessRules.read(folder))
        .containsExactly(new RuleSource("one.yaml", GOOD.formatted("first")));
    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(() -> AccessRules.read(folder.resolve("missing")))
        .withMessageContaining("cannot be listed");
  }

  @Test
  void firstLoadThatFailsIsAnError() {
    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(
            () ->
                new ReloadingAccessRules(
                    () -> {
                      throw new RuleCompilationException(List.of(Problem.of("x", "broken")));
                    },
                    listener));
    assertThat(told).isEmpty();
  }

  /** Both policies of a set say the same; a mixture of two sets would deny or contradict itself. */
  @Test
  void sixtyFourThreadsSeeOnlyWholeSetsWhileItReloadsAThousandTimes() throws Exception {
    AccessRules even = both("even");
    AccessRules odd = both("odd");
    AtomicInteger loads = new AtomicInteger();
    ReloadingAccessRules rules =
        new ReloadingAccessRules(
            even,
            () -> {
              int load = loads.incrementAndGet();
              if (load % 7 == 0) {
                throw new RuleCompilationException(List.of(Problem.of("x", "broken")));
              }
              return load % 2 == 0 ? even : odd;
            },
            listener);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(64);
    List<Future<Integer>> deciding = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      deciding.add(threads.submit(() -> decideUntil(done, rules, even, odd)));
    }
    for (int i = 0; i < 1_000; i++) {
      rules.reload();
    }
    done.set(true);
    int decisions = 0;
    for (Future<Integer> future : deciding) {
      decisions += future.get();
    }
    threads.shutdown();

    assertThat(loads).hasValue(1_000);
    assertThat(decisions).isGreaterThanOrEqualTo(64);
    assertThat(told).contains("reloaded", "refused 1");
  }

  private static int decideUntil(
      AtomicBoolean done, ReloadingAccessRules rules, AccessRules even, AccessRules odd) {
    int decisions = 0;
    do {
      Decision decision = rules.decide(TestRequests.television());
      boolean isEven = decision.digest().equals(even.digest());
      assertThat(isEven || decision.digest().equals(odd.digest())).isTrue();
      String name = isEven ? "even" : "odd";
      assertThat(decision.reason()).isEqualTo(name);
      assertThat(decision.obligations().headers())
          .containsOnlyKeys("X-A", "X-B")
          .containsValue(name);
      decisions++;
    } while (!done.get());
    return decisions;
  }

  private static AccessRules both(String reason) {
    String policy = "name: %s\nrule: {match: [{output: \"allow('%s').header('X-%s', '%s')\"}]}\n";
    return TestRequests.rules(
        policy.formatted("a", reason, "A", reason), policy.formatted("b", reason, "B", reason));
  }

  private static String reason(ReloadingAccessRules rules) {
    return rules.decide(TestRequests.television()).reason();
  }

  private void write(String policy) throws IOException {
    Files.writeString(folder.resolve("one.yaml"), policy);
  }
}
