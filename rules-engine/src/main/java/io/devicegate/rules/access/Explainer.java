package io.devicegate.rules.access;

import io.devicegate.rules.access.Explanation.Change;
import io.devicegate.rules.access.Explanation.Clause;
import io.devicegate.rules.access.Explanation.Value;
import io.devicegate.rules.condition.ConditionError;
import io.devicegate.rules.condition.Formula;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Explains decisions by evaluating the same policies on assumed values of their clauses.
 *
 * <p>For people and tools, not for the path of a request: it looks at every policy.
 */
final class Explainer {

  /** The most clauses that an explanation changes. */
  static final int MAX_CHANGES = 4;

  // Policies that almost allowed, and clauses to try: both keep the search small.
  private static final int NEAREST = 10;
  private static final int MAX_CLAUSES = 24;

  private final List<Policy> live;
  private final AccessRequest request;
  private final Map<String, @Nullable Effect> actual = new HashMap<>();
  private final Map<String, List<Policy>> byClause = new HashMap<>();

  Explainer(List<Policy> live, AccessRequest request) {
    this.live = live;
    this.request = request;
    for (Policy policy : live) {
      actual.put(policy.name(), effect(policy, Map.of()));
      for (Formula.Clause clause : clauses(policy)) {
        byClause.computeIfAbsent(clause.text(), text -> new ArrayList<>()).add(policy);
      }
    }
  }

  Explanation explain(Decision decision, List<Policy> candidates) {
    List<Clause> values = new ArrayList<>();
    candidates.forEach(policy -> values(policy.rule(), values));
    List<Change> changes = decision.effect() == Effect.DENY ? fewestChanges() : List.of();
    return new Explanation(decision, values, changes);
  }

  private void values(Policy.Rule rule, List<Clause> values) {
    for (Policy.Match match : rule.matches()) {
      if (match.condition() != null) {
        match
            .condition()
            .formula()
            .visit(
                clause ->
                    values.add(
                        new Clause(match.label(), clause.text(), value(clause.actual(request)))));
      }
      if (match.nested() != null) {
        values(match.nested(), values);
      }
    }
  }

  private static Value value(@Nullable Boolean value) {
    return value == null ? Value.FAILED : value ? Value.TRUE : Value.FALSE;
  }

  /** Tries all sets of one change, then of two, and so on. */
  private List<Change> fewestChanges() {
    List<Change> possible = possibleChanges();
    for (int size = 1; size <= Math.min(MAX_CHANGES, possible.size()); size++) {
      List<Change> found = search(possible, 0, size, new TreeMap<>());
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<Change> search(
      List<Change> possible, int from, int left, Map<String, Boolean> assumed) {
    if (left == 0) {
      return passes(assumed) ? changes(assumed) : List.of();
    }
    for (int i = from; i <= possible.size() - left; i++) {
      Change change = possible.get(i);
      if (assumed.containsKey(change.text())) {
        continue;
      }
      assumed.put(change.text(), change.value());
      List<Change> found = search(possible, i + 1, left - 1, assumed);
      assumed.remove(change.text());
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<Change> changes(Map<String, Boolean> assumed) {
    List<Change> changes = new ArrayList<>();
    assumed.forEach((text, value) -> changes.add(new Change(text, value)));
    return changes;
  }

  private boolean passes(Map<String, Boolean> assumed) {
    Map<String, @Nullable Effect> effects = new HashMap<>(actual);
    for (String text : assumed.keySet()) {
      byClause
          .getOrDefault(text, List.of())
          .forEach(policy -> effects.put(policy.name(), effect(policy, assumed)));
    }
    boolean any = false;
    for (Effect effect : effects.values()) {
      if (effect == Effect.DENY) {
        return false;
      }
      any |= effect != null;
    }
    return any;
  }

  /** Returns the clauses of what denied and of what almost allowed, each turned round. */
  private List<Change> possibleChanges() {
    Map<String, Formula.Clause> clauses = new TreeMap<>();
    live.stream()
        .filter(policy -> actual.get(policy.name()) == Effect.DENY)
        .forEach(policy -> add(policy, clauses));
    live.stream()
        .filter(policy -> !policy.effects().equals(Set.of(Effect.DENY)))
        .sorted(Comparator.comparingInt(this::distance).thenComparing(Policy::name))
        .limit(NEAREST)
        .forEach(policy -> add(policy, clauses));
    // A change may wake a policy that is silent now; its own clauses can put it back to sleep.
    for (String text : List.copyOf(clauses.keySet())) {
      byClause.getOrDefault(text, List.of()).forEach(policy -> add(policy, clauses));
    }
    List<Change> changes = new ArrayList<>();
    for (Formula.Clause clause : clauses.values()) {
      Boolean value = clause.actual(request);
      if (value == null || !value) {
        changes.add(new Change(clause.text(), true));
      }
      if (value == null || value) {
        changes.add(new Change(clause.text(), false));
      }
    }
    return changes;
  }

  private static void add(Policy policy, Map<String, Formula.Clause> clauses) {
    for (Formula.Clause clause : clauses(policy)) {
      if (clauses.size() < MAX_CLAUSES) {
        clauses.putIfAbsent(clause.text(), clause);
      }
    }
  }

  /** Returns how many clauses of a policy do not hold: a cheap guess of how near it is. */
  private int distance(Policy policy) {
    int distance = 0;
    for (Formula.Clause clause : clauses(policy)) {
      distance += Boolean.TRUE.equals(clause.actual(request)) ? 0 : 1;
    }
    return distance;
  }

  private static Set<Formula.Clause> clauses(Policy policy) {
    Set<Formula.Clause> clauses = new HashSet<>();
    collect(policy.rule(), clauses, new HashSet<>());
    return clauses;
  }

  private static void collect(Policy.Rule rule, Set<Formula.Clause> clauses, Set<String> texts) {
    for (Policy.Match match : rule.matches()) {
      if (match.condition() != null) {
        match
            .condition()
            .formula()
            .visit(
                clause -> {
                  if (texts.add(clause.text())) {
                    clauses.add(clause);
                  }
                });
      }
      if (match.nested() != null) {
        collect(match.nested(), clauses, texts);
      }
    }
  }

  private @Nullable Effect effect(Policy policy, Map<String, Boolean> assumed) {
    try {
      return effect(policy.rule(), assumed);
    } catch (ConditionError e) {
      return policy.onError().effect();
    }
  }

  /** The same walk as {@link Policy.Rule#evaluate}, on formulas instead of compiled conditions. */
  private @Nullable Effect effect(Policy.Rule rule, Map<String, Boolean> assumed) {
    Effect strictest = null;
    for (Policy.Match match : rule.matches()) {
      if (!applies(match, assumed)) {
        continue;
      }
      Effect effect = match.nested() == null ? speak(match) : effect(match.nested(), assumed);
      if (!rule.aggregate() && (effect != null || match.isFinal())) {
        return effect;
      }
      strictest =
          strictest == null || effect == null
              ? either(strictest, effect)
              : strictest.strictest(effect);
    }
    return strictest;
  }

  private static @Nullable Effect either(@Nullable Effect a, @Nullable Effect b) {
    return a == null ? b : a;
  }

  private boolean applies(Policy.Match match, Map<String, Boolean> assumed) {
    if (match.condition() == null) {
      return true;
    }
    Boolean value = match.condition().formula().value(request, assumed);
    if (value == null) {
      throw ConditionError.unknown();
    }
    return value;
  }

  private @Nullable Effect speak(Policy.Match match) {
    Policy.Fired fired = match.speak(request);
    return fired == null ? null : fired.outcome().effect();
  }
}
