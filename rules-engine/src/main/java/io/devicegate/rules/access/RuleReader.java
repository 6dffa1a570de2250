package io.devicegate.rules.access;

import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.condition.Facts;
import io.devicegate.rules.condition.Scope;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a rule and those nested in it. */
final class RuleReader {

  static final Set<String> RULE_KEYS =
      Set.of("id", "description", "mode", "variables", "match", "aggregate");
  static final Set<String> MATCH_KEYS =
      Set.of("mode", "condition", "output", "rule", "explanation");
  static final int MAX_NESTING = 8;

  private final Consumer<Problem> refused;
  private final Keys keys;
  private int depth;

  RuleReader(Consumer<Problem> refused) {
    this.refused = refused;
    this.keys = new Keys(refused);
  }

  Policy.Rule read(String path, Yaml.Mapping rule, Scope outer, Set<String> known) {
    keys.keys(rule, RULE_KEYS);
    Scope scope = variables(rule, outer, known);
    boolean aggregate = rule.entries().containsKey("aggregate");
    Yaml matches = rule.find(aggregate ? "aggregate" : "match").orElse(null);
    if (!(matches instanceof Yaml.Sequence sequence) || sequence.items().isEmpty()) {
      refused.accept(rule.problem("no match (expected: match: or aggregate: with a list below)"));
      return new Policy.Rule(path, aggregate, List.of());
    }
    if (aggregate && rule.entries().containsKey("match")) {
      refused.accept(rule.problem("match and aggregate (expected: one of both)"));
    }
    return new Policy.Rule(path, aggregate, matches(path, sequence, aggregate, scope, known));
  }

  private List<Policy.Match> matches(
      String path, Yaml.Sequence sequence, boolean aggregate, Scope scope, Set<String> knownAbove) {
    List<Policy.Match> matches = new java.util.ArrayList<>();
    Set<String> known = knownAbove;
    boolean closed = false;
    for (Yaml item : sequence.items()) {
      String label = path + "#" + (matches.size() + 1);
      if (closed) {
        refused.accept(item.problem("never reached: the match before it is always true"));
      }
      if (!(item instanceof Yaml.Mapping mapping)) {
        refused.accept(item.problem("match (expected: condition: and output: or rule:)"));
        continue;
      }
      Policy.Match match = match(label, path, mapping, scope, known);
      matches.add(match);
      Expression condition = match.condition();
      // What is in shadow is as if it were not there: those behind it must not rely on it.
      if (match.shadow()) {
        continue;
      }
      closed |= !aggregate && match.nested() == null && isAlwaysTrue(mapping, condition);
      if (!aggregate && condition != null) {
        known = Facts.union(known, condition.facts().whenFalse());
      }
    }
    return matches;
  }

  private boolean isAlwaysTrue(Yaml.Mapping match, @Nullable Expression condition) {
    return condition == null
        ? !match.entries().containsKey("condition")
        : Boolean.TRUE.equals(condition.constant());
  }

  private Policy.Match match(
      String label, String path, Yaml.Mapping match, Scope scope, Set<String> known) {
    keys.keys(match, MATCH_KEYS);
    Expression condition =
        compiled(match, "condition", text -> scope.condition(text, known, refused));
    Set<String> here = condition == null ? known : Facts.union(known, condition.facts().whenTrue());
    Expression explanation =
        compiled(match, "explanation", text -> scope.text(text, here, refused));
    Expression output =
        compiled(match, "output", text -> scope.compile(text, Outcome.TYPE, here, refused));
    if (output != null && !PolicyFunctions.namesHeaders(output)) {
      refused.accept(match.problem("header: the name must be a literal, such as 'X-Tier'"));
    }
    boolean hasRule = match.entries().containsKey("rule");
    if (hasRule == match.entries().containsKey("output")) {
      refused.accept(match.problem("output or rule (expected: one of both)"));
    }
    // A condition that is the literal true is none, so that nothing evaluates it.
    boolean always = isAlwaysTrue(match, condition);
    Policy.Rule nested = hasRule ? nested(path, match, scope, here) : null;
    boolean inShadow = keys.isShadow(match);
    boolean ruleInShadow =
        match.find("rule").orElse(null) instanceof Yaml.Mapping rule && keys.isShadow(rule);
    boolean shadow = inShadow || ruleInShadow || (nested != null && nested.isInShadow());
    return new Policy.Match(label, shadow, always ? null : condition, output, nested, explanation);
  }

  private Policy.@Nullable Rule nested(
      String path, Yaml.Mapping match, Scope scope, Set<String> known) {
    Yaml.Mapping rule = keys.mapping(match, "rule");
    if (rule == null) {
      return null;
    }
    if (++depth > MAX_NESTING) {
      refused.accept(rule.problem("rules nested deeper than " + MAX_NESTING + " levels"));
      return null;
    }
    Yaml.Scalar id = keys.scalar(rule, "id");
    Policy.Rule nested = read(path + "/" + (id == null ? "rule" : id.text()), rule, scope, known);
    depth--;
    return nested;
  }

  private @Nullable Expression compiled(
      Yaml.Mapping match,
      String key,
      java.util.function.Function<Yaml.Scalar, Optional<Expression>> compiler) {
    Yaml.Scalar text = keys.scalar(match, key);
    return text == null ? null : compiler.apply(text).orElse(null);
  }

  private Scope variables(Yaml.Mapping rule, Scope outer, Set<String> known) {
    Yaml declared = rule.find("variables").orElse(null);
    if (declared == null) {
      return outer;
    }
    if (!(declared instanceof Yaml.Sequence sequence)) {
      refused.accept(declared.problem("variables (expected: a list)"));
      return outer;
    }
    Scope scope = outer;
    Set<String> own = new HashSet<>();
    for (Yaml item : sequence.items()) {
      scope = variable(item, scope, own, known);
    }
    return scope;
  }

  private Scope variable(Yaml item, Scope scope, Set<String> own, Set<String> known) {
    Yaml.Mapping mapping = item instanceof Yaml.Mapping found ? found : null;
    Yaml.Scalar name = mapping == null ? null : variableName(mapping);
    Yaml.Scalar text = mapping == null || name == null ? null : variableText(mapping, name);
    if (name == null || text == null || !name.text().matches("[a-z_][a-z0-9_]{0,63}")) {
      refused.accept(
          item.problem("variable (expected: name: and expression:, the name of a-z, 0-9 and _)"));
      return scope;
    }
    if (!own.add(name.text()) || scope.has(name.text())) {
      refused.accept(name.problem("variable '" + name.text() + "' is here twice; rename one"));
      return scope;
    }
    return scope
        .any(text, known, refused)
        .map(value -> scope.with(name.text(), value))
        .orElse(scope);
  }

  private Yaml.@Nullable Scalar variableName(Yaml.Mapping variable) {
    return variable.entries().containsKey("name")
        ? keys.scalar(variable, "name")
        : variable.entries().size() == 1
            ? variable.entries().values().iterator().next().key()
            : null;
  }

  private Yaml.@Nullable Scalar variableText(Yaml.Mapping variable, Yaml.Scalar name) {
    if (variable.entries().containsKey("name")) {
      keys.keys(variable, Set.of("name", "expression"));
      return keys.scalar(variable, "expression");
    }
    return keys.scalar(variable, name.text());
  }
}
