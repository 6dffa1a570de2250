package io.devicegate.rules.access;

import static io.devicegate.rules.access.TestRequests.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What must hold for any policies and any request. */
class AccessPropertiesTest {

  private static final int SETS = 15;
  private static final int REQUESTS = 30;

  @Test
  void orderOfPoliciesDoesNotChangeTheDecision() {
    forEachSet(
        set -> {
          List<String> shuffled = new ArrayList<>(set.policies());
          Collections.shuffle(shuffled, new Random(7));
          AccessRules other = rules(shuffled.toArray(String[]::new));
          set.forEachRequest(
              request -> {
                Decision one = set.rules().decide(request);
                Decision two = other.decide(request);
                assertThat(two.effect()).isEqualTo(one.effect());
                assertThat(two.rule()).isEqualTo(one.rule());
                assertThat(two.explanation()).isEqualTo(one.explanation());
                assertThat(two.obligations()).isEqualTo(one.obligations());
                assertThat(two.failures()).isEqualTo(one.failures());
              });
        });
  }

  @Test
  void addingADenyingPolicyNeverAllows() {
    forEachSet(
        set -> {
          List<String> more = new ArrayList<>(set.policies());
          more.add(
              "name: more\nrule: {match: [{condition: \"%s\", output: \"deny('more')\"}]}\n"
                  .formatted(new RandomPolicies(set.seed() + 2_000).condition(2)));
          AccessRules stricter = rules(more.toArray(String[]::new));
          set.forEachRequest(
              request ->
                  assertThat(stricter.decide(request).effect())
                      .isGreaterThanOrEqualTo(set.rules().decide(request).effect()));
        });
  }

  @Test
  void policiesInShadowChangeNothing() {
    forEachSet(
        set -> {
          List<String> more = new ArrayList<>(set.policies());
          more.addAll(new RandomPolicies(99).policies("shadow", 5, true));
          AccessRules withShadow = rules(more.toArray(String[]::new));
          set.forEachRequest(
              request -> {
                Decision one = set.rules().decide(request);
                Decision two = withShadow.decide(request);
                assertThat(two.effect()).isEqualTo(one.effect());
                assertThat(two.rule()).isEqualTo(one.rule());
                assertThat(two.reason()).isEqualTo(one.reason());
                assertThat(two.explanation()).isEqualTo(one.explanation());
                assertThat(two.obligations()).isEqualTo(one.obligations());
                assertThat(two.failures()).isEqualTo(one.failures());
              });
        });
  }

  @Test
  void aShadowPolicyPredictsItsOwnEnforcement() {
    forEachSet(
        set -> {
          String candidate = new RandomPolicies(set.seed() + 1_000).policy("candidate", true);
          List<String> more = new ArrayList<>(set.policies());
          more.add(candidate);
          AccessRules shadowed = rules(more.toArray(String[]::new));
          more.set(more.size() - 1, candidate.replace("mode: shadow\n", ""));
          AccessRules enforced = rules(more.toArray(String[]::new));
          set.forEachRequest(
              request -> {
                Decision live = shadowed.decide(request);
                Effect predicted =
                    live.wouldBe().isEmpty() ? live.effect() : live.wouldBe().get(0).effect();
                assertThat(enforced.decide(request).effect()).isEqualTo(predicted);
              });
        });
  }

  @Test
  void matchesInShadowChangeNothing() {
    forEachSet(
        set -> {
          RandomPolicies.Partly partly = new RandomPolicies(set.seed() + 3_000).partly("partly");
          List<String> more = new ArrayList<>(set.policies());
          more.add(partly.text());
          AccessRules withShadow = rules(more.toArray(String[]::new));
          more.remove(more.size() - 1);
          more.add(partly.live());
          AccessRules without = rules(more.toArray(String[]::new));
          set.forEachRequest(
              request -> {
                Decision one = without.decide(request);
                Decision two = withShadow.decide(request);
                // The rule's label and the sentence count the matches of the file.
                assertThat(two.effect()).isEqualTo(one.effect());
                assertThat(two.reason()).isEqualTo(one.reason());
                assertThat(two.obligations()).isEqualTo(one.obligations());
                assertThat(two.failures()).isEqualTo(one.failures());
              });
        });
  }

  @Test
  void matchesInShadowPredictTheirOwnEnforcement() {
    AtomicInteger changed = new AtomicInteger();
    forEachSet(
        set -> {
          RandomPolicies.Partly partly = new RandomPolicies(set.seed() + 4_000).partly("partly");
          List<String> more = new ArrayList<>(set.policies());
          more.add(partly.text());
          AccessRules shadowed = rules(more.toArray(String[]::new));
          more.set(more.size() - 1, partly.enforced());
          AccessRules enforced = rules(more.toArray(String[]::new));
          set.forEachRequest(
              request -> {
                Decision live = shadowed.decide(request);
                Effect predicted =
                    live.wouldBe().isEmpty() ? live.effect() : live.wouldBe().get(0).effect();
                changed.addAndGet(predicted == live.effect() ? 0 : 1);
                assertThat(enforced.decide(request).effect()).isEqualTo(predicted);
              });
        });
    assertThat(changed.get()).isGreaterThan(20);
  }

  @Test
  void aRecordedDecisionReplaysExactly() {
    forEachSet(
        set -> {
          AccessRules loadedAgain = rules(set.policies().toArray(String[]::new));
          set.forEachRequest(
              request -> {
                Decision recorded = set.rules().decide(request);
                AccessRequest read = AccessRequest.fromMap(recorded.request().toMap());
                assertThat(loadedAgain.decide(read).sameAs(recorded)).isTrue();
              });
        });
  }

  @Test
  void theIndexLeavesOutOnlyWhatSaysNothing() {
    forEachSet(
        set ->
            set.forEachRequest(
                request -> {
                  Effect strictest = null;
                  for (Policy policy : set.rules().policies()) {
                    Effect effect = effect(policy, request);
                    strictest =
                        strictest == null || effect == null
                            ? (strictest == null ? effect : strictest)
                            : strictest.strictest(effect);
                  }
                  assertThat(set.rules().decide(request).effect())
                      .isEqualTo(strictest == null ? Effect.DENY : strictest);
                }));
  }

  private static @Nullable Effect effect(Policy policy, AccessRequest request) {
    try {
      Policy.Fired fired = policy.rule().evaluate(request);
      return fired == null ? null : fired.outcome().effect();
    } catch (RuntimeException e) {
      return switch (policy.onError()) {
        case DENY -> Effect.DENY;
        case ALLOW -> Effect.ALLOW;
        case SKIP -> null;
      };
    }
  }

  private static void forEachSet(Consumer<Set> test) {
    for (int seed = 0; seed < SETS; seed++) {
      List<String> policies = new RandomPolicies(seed).policies("p", 2 + seed % 9, false);
      test.accept(new Set(seed, policies, rules(policies.toArray(String[]::new))));
    }
  }

  private record Set(int seed, List<String> policies, AccessRules rules) {

    void forEachRequest(Consumer<AccessRequest> test) {
      RandomPolicies random = new RandomPolicies(seed);
      for (int i = 0; i < REQUESTS; i++) {
        test.accept(random.request());
      }
    }
  }
}
