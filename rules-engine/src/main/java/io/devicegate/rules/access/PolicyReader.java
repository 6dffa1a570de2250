package io.devicegate.rules.access;

import io.devicegate.rules.condition.Constraints;
import io.devicegate.rules.condition.Language;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads one policy in the cel-policy dialect and compiles it.
 *
 * <p>Beyond the dialect a policy has {@code mode}, {@code onError}, {@code params} and {@code
 * metadata}; outputs are the outcomes of {@link PolicyFunctions}.
 */
final class PolicyReader {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final String SHOW_EXPLANATION = "show_explanation";
  private static final Set<String> KEYS =
      Set.of("name", "description", "mode", "onError", "params", "metadata", "rule");

  private final Yaml.Mapping document;
  private final Language language;
  private final Map<String, Map<String, Object>> replacedParams;
  private final Consumer<Problem> problems;
  private final Keys keys = new Keys(this::refuse);
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
    keys.keys(document, KEYS);
    String name = name();
    Yaml.Mapping rule = keys.mapping(document, "rule");
    Map<String, Object> params = params(name);
    if (rule == null) {
      return Optional.empty();
    }
    RuleReader reader = new RuleReader(this::refuse);
    Policy.Rule compiled = reader.read(name, rule, language.scope(params), Set.of());
    boolean shadow = choice("mode", List.of("enforce", "shadow"), "enforce").equals("shadow");
    boolean showsExplanation = showsExplanation();
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
            showsExplanation,
            treatment,
            effects,
            reader.headers(),
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

  private String choice(String key, List<String> allowed, String otherwise) {
    Yaml.Scalar value = keys.scalar(document, key);
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
      Yaml.Mapping declared = keys.mapping(document, "params");
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
}
