package io.devicegate.rules.access;

import io.devicegate.rules.condition.Constraints;
import io.devicegate.rules.condition.Language;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads one policy in the cel-policy dialect and compiles it.
 *
 * <p>Beyond the dialect a policy has {@code mode}, {@code onError}, {@code requires}, {@code
 * params} and {@code metadata}, a rule and a match have {@code mode}; outputs are the outcomes of
 * {@link PolicyFunctions}.
 */
final class PolicyReader {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final String SHOW_EXPLANATION = "show_explanation";
  static final Set<String> KEYS =
      Set.of("name", "description", "mode", "onError", "requires", "params", "metadata", "rule");
  // Keys of the dialect that would be misread if they were ignored.
  private static final Map<String, String> REFUSED =
      Map.of(
          "imports",
          "imports: there is nothing to import here (expected: no such key; the names of inputs and"
              + " functions are known without it)",
          "verification",
          "verification: nothing here proves invariants (expected: no such key; write them as cases"
              + " of the file's _test.yaml)");

  private final Yaml.Mapping document;
  private final Language language;
  private final AccessRulesOptions options;
  private final Consumer<Problem> problems;
  private final Keys keys = new Keys(this::refuse);
  private boolean sound = true;

  PolicyReader(
      Yaml.Mapping document,
      Language language,
      AccessRulesOptions options,
      Consumer<Problem> problems) {
    this.document = document;
    this.language = language;
    this.options = options;
    this.problems = problems;
  }

  /** Returns the policy: nothing when it is refused, two when only a part of it is in shadow. */
  List<Policy> read() {
    keys.keys(document, KEYS, REFUSED);
    String name = name();
    Yaml.Mapping rule = keys.mapping(document, "rule");
    Map<String, Object> params = params(name);
    if (rule == null) {
      return List.of();
    }
    Policy.Rule whole =
        new RuleReader(this::refuse).read(name, rule, language.scope(params), Set.of());
    boolean documentInShadow = keys.isShadow(document);
    boolean ruleInShadow = keys.isShadow(rule);
    boolean shadow = documentInShadow || ruleInShadow || whole.isInShadow();
    String onError = keys.choice(document, "onError", List.of("", "deny", "skip", "allow"));
    Set<String> requires = requires(shadow);
    Head head = new Head(name, text("description"), showsExplanation(), onError, requires);
    if (!sound) {
      return List.of();
    }
    List<Policy> policies = new ArrayList<>();
    boolean partly = !shadow && !whole.live().equals(whole);
    if (partly) {
      policies.add(policy(head, false, whole.live()));
    }
    policies.add(policy(head, shadow || partly, whole));
    return policies;
  }

  private Policy policy(Head head, boolean shadow, Policy.Rule rule) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    Set<String> headers = new HashSet<>();
    boolean[] plain = {true};
    long[] cost = {0};
    rule.visit(
        match -> {
          cost[0] += match.cost();
          if (match.output() != null) {
            effects.addAll(PolicyFunctions.effects(match.output()));
            headers.addAll(PolicyFunctions.headers(match.output()));
            plain[0] &= Outcome.ALLOW.equals(match.output().constant());
          }
        });
    OnError treatment =
        head.onError().isEmpty()
            ? safest(effects)
            : OnError.valueOf(head.onError().toUpperCase(Locale.ROOT));
    return new Policy(
        head.name(),
        head.description(),
        shadow,
        head.showsExplanation(),
        treatment,
        Set.copyOf(effects),
        Set.copyOf(headers),
        // One that denies when it fails has more to say than "allow".
        plain[0] && treatment != OnError.DENY,
        cost[0],
        constraints(rule),
        head.requires(),
        rule,
        document.source(),
        document.line());
  }

  private Set<String> requires(boolean shadow) {
    Yaml declared = document.find("requires").orElse(null);
    if (declared == null) {
      return Set.of();
    }
    Set<String> requires = new TreeSet<>();
    if (!(declared instanceof Yaml.Sequence sequence)) {
      refuse(declared.problem("requires (expected: a list of inputs, such as [approver.geo])"));
      return requires;
    }
    for (Yaml item : sequence.items()) {
      if (!(item instanceof Yaml.Scalar input) || !PolicyCompiler.schema().names(input.text())) {
        refuse(item.problem("requires (expected: an input by its name, such as approver.geo)"));
        continue;
      }
      requires.add(input.text());
      if (!shadow && !options.hasInput(input.text())) {
        refuse(
            input.problem(
                "requires "
                    + input.text()
                    + ", which is not known here (expected: mode: shadow until it is)"));
      }
    }
    return Collections.unmodifiableSet(requires);
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
    Yaml.Scalar name = keys.scalar(document, "name");
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

  /** Metadata is the author's own but for this key. */
  private boolean showsExplanation() {
    if (!(document.find("metadata").orElse(null) instanceof Yaml.Mapping metadata)) {
      return false;
    }
    Yaml.Scalar value = keys.scalar(metadata, SHOW_EXPLANATION);
    if (value == null) {
      return false;
    }
    if (!value.text().equals("true") && !value.text().equals("false")) {
      refuse(value.problem(SHOW_EXPLANATION + " '" + value.text() + "' (expected: true or false)"));
    }
    return value.text().equals("true");
  }

  private String text(String key) {
    Yaml.Scalar value = keys.scalar(document, key);
    return value == null ? "" : value.text();
  }

  private Map<String, Object> params(String policy) {
    Map<String, Object> params = new LinkedHashMap<>();
    if (document.entries().containsKey("params")) {
      Yaml.Mapping declared = keys.mapping(document, "params");
      if (declared != null) {
        declared.entries().forEach((key, entry) -> param(key, entry, params));
      }
    }
    options
        .params()
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
    Object plain = declared == null ? null : Plain.as(declared, value);
    if (declared == null || plain == null || !Plain.sameShape(declared, plain)) {
      refuse(
          document.problem(
              "params." + key + " is replaced (expected: a declared parameter, of its type)"));
      return;
    }
    params.put(key, plain);
  }

  private void refuse(Problem problem) {
    sound = false;
    problems.accept(problem);
  }

  /** What a policy says of itself beside its rule. */
  private record Head(
      String name,
      String description,
      boolean showsExplanation,
      String onError,
      Set<String> requires) {}
}
