package io.devicegate.rules.access;

import io.devicegate.rules.condition.Constraints;
import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.condition.Facts;
import io.devicegate.rules.condition.Language;
import io.devicegate.rules.condition.Scope;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one policy in the cel-policy dialect and compiles it.
 *
 * <p>Beyond the dialect a policy has {@code mode}, {@code onError}, {@code params} and {@code
 * metadata}; outputs are the outcomes of {@link PolicyFunctions}.
 */
final class PolicyReader {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Set<String> KEYS =
      Set.of("name", "description", "mode", "onError", "params", "metadata", "rule");

  private final Yaml.Mapping document;
  private final Language language;
  private final Map<String, Map<String, Object>> replacedParams;
  private final Consumer<Problem> problems;
  private boolean sound = true;

  PolicyReader(
      Yaml.Mapping document,
      Language language,
      Map<String, Map<String, Object>> replacedParams,
      Consumer<Problem> problems) {
    this.document = document;
    this.language = language;
    this.replacedParams = replacedParams;
    this.problems = problems;
  }

  Optional<Policy> read() {
    keys(document, KEYS);
    String name = name();
    Yaml.Mapping rule = mapping(document, "rule");
    Map<String, Object> params = params(name);
    if (rule == null) {
      return Optional.empty();
    }
    RuleReader reader = new RuleReader(problem -> refuse(problem));
    Policy.Rule compiled = reader.read(name, rule, language.scope(params), Set.of());
    boolean shadow = choice("mode", List.of("enforce", "shadow"), "enforce").equals("shadow");
    String onError = choice("onError", List.of("deny", "skip", "allow"), "");
    if (!sound) {
      return Optional.empty();
    }
    Set<Effect> effects = reader.effects();
    OnError treatment =
        onError.isEmpty() ? safest(effects) : OnError.valueOf(onError.toUpperCase(Locale.ROOT));
    return Optional.of(
        new Policy(
            name,
            text("description"),
            shadow,
            treatment,
            effects,
            // One that denies when it fails has more to say than "allow".
            reader.isPlain() && treatment != OnError.DENY,
            reader.cost(),
            constraints(compiled),
            compiled,
            document.source(),
            document.line()));
  }

  /** A policy that only allows is safe when it is silent; any other must refuse when it fails. */
  private static OnError safest(Set<Effect> effects) {
    return effects.equals(Set.of(Effect.ALLOW)) ? OnError.SKIP : OnError.DENY;
  }

  private static Constraints constraints(Policy.Rule rule) {
    Constraints any = null;
    for (Policy.Match match : rule.matches()) {
      Constraints own =
          match.condition() == null ? Constraints.NONE : match.condition().constraints();
      Constraints both = match.nested() == null ? own : own.and(constraints(match.nested()));
      any = any == null ? both : any.or(both);
    }
    return any == null ? Constraints.NONE : any;
  }

  private String name() {
    Yaml.Scalar name = scalar(document, "name");
    if (name == null) {
      refuse(document.problem("no name (expected: name: some-policy)"));
      return "";
    }
    if (!NAME.matcher(name.text()).matches()) {
      refuse(
          name.problem(
              "name '" + name.text() + "' (expected: a-z, 0-9, - and _, at most 64 characters)"));
    }
    return name.text();
  }

  private String text(String key) {
    Yaml.Scalar value = scalar(document, key);
    return value == null ? "" : value.text();
  }

  private String choice(String key, List<String> allowed, String otherwise) {
    Yaml.Scalar value = scalar(document, key);
    if (value == null) {
      return otherwise;
    }
    if (!allowed.contains(value.text())) {
      refuse(value.problem(key + " '" + value.text() + "' (expected: one of " + allowed + ")"));
      return otherwise;
    }
    return value.text();
  }

  private Map<String, Object> params(String policy) {
    Map<String, Object> params = new LinkedHashMap<>();
    if (document.entries().containsKey("params")) {
      Yaml.Mapping declared = mapping(document, "params");
      if (declared != null) {
        declared.entries().forEach((key, entry) -> param(key, entry, params));
      }
    }
    replacedParams
        .getOrDefault(policy, Map.of())
        .forEach((key, value) -> replace(key, value, params));
    return Map.copyOf(params);
  }

  private void param(String key, Yaml.Entry entry, Map<String, Object> params) {
    if (!key.matches("[a-z_][a-z0-9_]{0,63}")) {
      refuse(entry.key().problem("parameter '" + key + "' (expected: a-z, 0-9 and _)"));
      return;
    }
    Object value = Plain.copy(entry.value().data());
    if (value == null) {
      refuse(entry.value().problem("params." + key + " is or holds null; leave it out"));
      return;
    }
    params.put(key, value);
  }

  private void replace(String key, Object value, Map<String, Object> params) {
    Object declared = params.get(key);
    Object plain = Plain.copy(value);
    if (declared == null || plain == null || !Plain.sameShape(declared, plain)) {
      refuse(
          document.problem(
              "params." + key + " is replaced (expected: a declared parameter, of its type)"));
      return;
    }
    params.put(key, plain);
  }

  private Yaml.@Nullable Mapping mapping(Yaml.Mapping parent, String key) {
    Yaml value = parent.find(key).orElse(null);
    if (value instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    refuse(
        value == null
            ? parent.problem("no " + key + " (expected: " + key + ": with keys below it)")
            : value.problem(key + ": no keys below it (expected: a mapping)"));
    return null;
  }

  private Yaml.@Nullable Scalar scalar(Yaml.Mapping parent, String key) {
    Yaml value = parent.find(key).orElse(null);
    if (value == null || value instanceof Yaml.Scalar) {
      return (Yaml.Scalar) value;
    }
    refuse(value.problem(key + " (expected: text)"));
    return null;
  }

  private void keys(Yaml.Mapping mapping, Set<String> allowed) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!allowed.contains(key)) {
                refuse(
                    entry
                        .key()
                        .problem(
                            "unknown key '"
                                + key
                                + "' (expected: one of "
                                + allowed.stream().sorted().toList()
                                + ")"));
              }
            });
  }

  private void refuse(Problem problem) {
    sound = false;
    problems.accept(problem);
  }

  /** Reads a rule and those nested in it. */
  private final class RuleReader {

    private static final Set<String> RULE_KEYS =
        Set.of("id", "description", "variables", "match", "aggregate");
    private static final Set<String> MATCH_KEYS =
        Set.of("condition", "output", "rule", "explanation");
    private static final int MAX_NESTING = 8;

    private final Consumer<Problem> refused;
    private final Set<Effect> effects = EnumSet.noneOf(Effect.class);
    private boolean plain = true;
    private long cost;
    private int depth;

    RuleReader(Consumer<Problem> refused) {
      this.refused = refused;
    }

    Set<Effect> effects() {
      return Set.copyOf(effects);
    }

    boolean isPlain() {
      return plain;
    }

    long cost() {
      return cost;
    }

    Policy.Rule read(String path, Yaml.Mapping rule, Scope outer, Set<String> known) {
      keys(rule, RULE_KEYS);
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
        String path,
        Yaml.Sequence sequence,
        boolean aggregate,
        Scope scope,
        Set<String> knownAbove) {
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
      keys(match, MATCH_KEYS);
      Expression condition =
          compiled(match, "condition", text -> scope.condition(text, known, refused));
      Set<String> here =
          condition == null ? known : Facts.union(known, condition.facts().whenTrue());
      Expression explanation =
          compiled(match, "explanation", text -> scope.text(text, here, refused));
      Expression output =
          compiled(match, "output", text -> scope.compile(text, Outcome.TYPE, here, refused));
      note(output);
      boolean hasRule = match.entries().containsKey("rule");
      if (hasRule == match.entries().containsKey("output")) {
        refused.accept(match.problem("output or rule (expected: one of both)"));
      }
      // A condition that is the literal true is none, so that nothing evaluates it.
      boolean always = isAlwaysTrue(match, condition);
      return new Policy.Match(
          label,
          always ? null : condition,
          output,
          hasRule ? nested(path, match, scope, here) : null,
          explanation);
    }

    private void note(@Nullable Expression output) {
      if (output == null) {
        return;
      }
      Set<String> called = output.functions();
      PolicyFunctions.EFFECTS.forEach(
          (name, effect) -> {
            if (called.contains(name)) {
              effects.add(effect);
            }
          });
      plain &= Outcome.ALLOW.equals(output.constant());
    }

    private Policy.@Nullable Rule nested(
        String path, Yaml.Mapping match, Scope scope, Set<String> known) {
      Yaml.Mapping rule = mapping(match, "rule");
      if (rule == null) {
        return null;
      }
      if (++depth > MAX_NESTING) {
        refused.accept(rule.problem("rules nested deeper than " + MAX_NESTING + " levels"));
        return null;
      }
      Yaml.Scalar id = scalar(rule, "id");
      Policy.Rule nested = read(path + "/" + (id == null ? "rule" : id.text()), rule, scope, known);
      depth--;
      return nested;
    }

    private @Nullable Expression compiled(
        Yaml.Mapping match,
        String key,
        java.util.function.Function<Yaml.Scalar, Optional<Expression>> compiler) {
      Yaml.Scalar text = scalar(match, key);
      Expression expression = text == null ? null : compiler.apply(text).orElse(null);
      cost += expression == null ? 0 : expression.cost();
      return expression;
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
          ? scalar(variable, "name")
          : variable.entries().size() == 1
              ? variable.entries().values().iterator().next().key()
              : null;
    }

    private Yaml.@Nullable Scalar variableText(Yaml.Mapping variable, Yaml.Scalar name) {
      if (variable.entries().containsKey("name")) {
        keys(variable, Set.of("name", "expression"));
        return scalar(variable, "expression");
      }
      return scalar(variable, name.text());
    }
  }
}
