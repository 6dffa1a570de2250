package io.devicegate.rules.access;

import io.devicegate.rules.condition.ConditionError;
import io.devicegate.rules.condition.Constraints;
import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.source.RuleSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One compiled policy.
 *
 * <p>A policy of which only some rules are in shadow is two: what is live of it, and the whole, in
 * shadow.
 *
 * @param name unique in its set
 * @param description what it is for; empty when the file says nothing
 * @param shadow whether it is evaluated without effect
 * @param showsExplanation whether callers may read its explanations
 * @param onError what a failure of it means
 * @param effects what its outputs may say
 * @param headers names of the headers that its outputs may set
 * @param plain whether all it can say is a bare "allow"
 * @param cost worst-case cost of all its expressions
 * @param constraints what must hold for it to say anything
 * @param requires inputs without which it cannot be used
 */
record Policy(
    String name,
    String description,
    boolean shadow,
    boolean showsExplanation,
    OnError onError,
    Set<Effect> effects,
    Set<String> headers,
    boolean plain,
    long cost,
    Constraints constraints,
    Set<String> requires,
    Rule rule,
    RuleSource source,
    int line) {

  Policy enforced() {
    return new Policy(
        name,
        description,
        false,
        showsExplanation,
        onError,
        effects,
        headers,
        plain,
        cost,
        constraints,
        requires,
        rule,
        source,
        line);
  }

  /**
   * Returns what the policy comes to on the request, a failure included.
   *
   * @return null when it is silent
   */
  @Nullable Effect effect(AccessRequest request) {
    try {
      Fired fired = rule.evaluate(request);
      return fired == null ? null : fired.outcome().effect();
    } catch (ConditionError e) {
      return onError.effect();
    }
  }

  /** Tells whether a failure of this policy lets pass what it might have refused. */
  boolean failsOpen() {
    boolean restricts = !effects.equals(Set.of(Effect.ALLOW));
    return onError == OnError.ALLOW || (onError == OnError.SKIP && restricts);
  }

  /**
   * A rule: its first match speaks, or all of them when it aggregates.
   *
   * @param id path of the rule's ids, beginning with the policy's name
   */
  record Rule(String id, boolean aggregate, List<Match> matches) {

    Rule {
      matches = List.copyOf(matches);
    }

    /** Returns the rule without what is in shadow. */
    Rule live() {
      return new Rule(
          id,
          aggregate,
          matches.stream().filter(match -> !match.shadow()).map(Match::live).toList());
    }

    /** Visits every match, from top to bottom, those of nested rules behind their own. */
    void visit(Consumer<Match> visitor) {
      for (Match match : matches) {
        visitor.accept(match);
        if (match.nested() != null) {
          match.nested().visit(visitor);
        }
      }
    }

    boolean isInShadow() {
      return !matches.isEmpty() && matches.stream().allMatch(Match::shadow);
    }

    /**
     * Evaluates the rule.
     *
     * @return what fired, or null when nothing did
     */
    @Nullable Fired evaluate(AccessRequest request) {
      Fired fired = null;
      for (int i = 0; i < matches.size(); i++) {
        Match match = matches.get(i);
        if (!match.applies(request)) {
          continue;
        }
        Fired one = match.speak(request);
        if (!aggregate && (one != null || match.isFinal())) {
          return one;
        }
        fired = fired == null ? one : fired.and(one);
      }
      return fired;
    }
  }

  /**
   * A branch of a rule. It has an output or a nested rule.
   *
   * @param label where it is, such as {@code policy#2}
   * @param shadow whether it is evaluated without effect
   * @param condition always true when null
   */
  record Match(
      String label,
      boolean shadow,
      @Nullable Expression condition,
      @Nullable Expression output,
      @Nullable Rule nested,
      @Nullable Expression explanation) {

    private Match live() {
      return nested == null
          ? this
          : new Match(label, false, condition, output, nested.live(), explanation);
    }

    /** Returns the worst-case cost of its own expressions. */
    long cost() {
      return cost(condition) + cost(output) + cost(explanation);
    }

    private static long cost(@Nullable Expression expression) {
      return expression == null ? 0 : expression.cost();
    }

    boolean applies(AccessRequest request) {
      return condition == null || condition.test(request);
    }

    @Nullable Fired speak(AccessRequest request) {
      if (output != null) {
        return new Fired(this, (Outcome) output.evaluate(request));
      }
      return nested == null ? null : nested.evaluate(request);
    }

    /** Tells whether no later match of the rule is tried, even if the nested rule is silent. */
    boolean isFinal() {
      return condition != null || (nested != null && nested.aggregate());
    }
  }

  /** A match that spoke, and what it said. */
  record Fired(Match match, Outcome outcome) {

    /** Adds what another match of the same policy said; the stricter one gives the reason. */
    Fired and(@Nullable Fired other) {
      if (other == null) {
        return this;
      }
      boolean stricter = other.outcome.effect().compareTo(outcome.effect()) > 0;
      Fired first = stricter ? other : this;
      Fired second = stricter ? this : other;
      return new Fired(first.match, first.outcome.with(second.outcome.obligations()));
    }
  }
}
