package io.devicegate.rules.access;

import io.devicegate.rules.condition.Combinations;
import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.condition.Formula;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what compiles but is hardly meant.
 *
 * <p>Never blames a match that can speak, and may miss one that cannot, as {@link Combinations}
 * says.
 */
final class PolicyLint {

  private final List<Policy> policies;
  private final Collection<Problem> problems = new TreeSet<>();

  PolicyLint(List<Policy> policies) {
    this.policies = policies;
  }

  List<Problem> problems() {
    for (Policy policy : policies) {
      Yaml.Mapping document = document(policy);
      if (document == null) {
        continue;
      }
      Map<String, Yaml> places = new HashMap<>();
      document.find("rule").ifPresent(rule -> places(policy.name(), rule, places));
      matches(policy.rule(), List.of(), List.of(), places);
      unused(document);
      alwaysDenies(policy, places);
    }
    return List.copyOf(problems);
  }

  private static Yaml.@Nullable Mapping document(Policy policy) {
    for (Yaml document : Yaml.read(policy.source(), problem -> {})) {
      if (document instanceof Yaml.Mapping mapping && mapping.line() == policy.line()) {
        return mapping;
      }
    }
    return null;
  }

  /** Finds where each match stands, by the same labels that compiling gives. */
  private static void places(String path, Yaml rule, Map<String, Yaml> places) {
    if (!(rule instanceof Yaml.Mapping mapping)) {
      return;
    }
    Optional<Yaml> matches = mapping.find("match").or(() -> mapping.find("aggregate"));
    if (!(matches.orElse(null) instanceof Yaml.Sequence sequence)) {
      return;
    }
    int number = 1;
    for (Yaml match : sequence.items()) {
      places.putIfAbsent(path + "#" + number++, match);
      if (match instanceof Yaml.Mapping found && found.find("rule").isPresent()) {
        Yaml nested = found.find("rule").get();
        Object id =
            nested instanceof Yaml.Mapping n ? n.find("id").map(Yaml::data).orElse(null) : null;
        places(path + "/" + (id == null ? "rule" : id), nested, places);
      }
    }
  }

  private void matches(
      Policy.Rule rule, List<Formula> given, List<Formula> taken, Map<String, Yaml> places) {
    List<Formula> before = new ArrayList<>(taken);
    for (Policy.Match match : rule.matches()) {
      Expression condition = match.condition();
      List<Formula> all = new ArrayList<>(given);
      if (condition != null) {
        all.add(condition.formula());
        if (!Combinations.isPossible(all, List.of())) {
          report(
              places,
              match,
              "its condition contradicts " + (given.isEmpty() ? "itself" : "those around it"));
        } else if (!Combinations.isPossible(all, before)) {
          report(places, match, "the matches before it take every request that it would take");
        }
      }
      if (match.nested() != null) {
        matches(match.nested(), all, before, places);
      }
      if (!rule.aggregate() && condition != null) {
        before.add(condition.formula());
      }
    }
  }

  private void report(Map<String, Yaml> places, Policy.Match match, String why) {
    Yaml place = places.get(match.label());
    if (place != null) {
      problems.add(
          place.problem(match.label() + " never speaks: " + why + "; remove or change it"));
    }
  }

  private void unused(Yaml.Mapping document) {
    Optional<Yaml> rule = document.find("rule");
    List<Yaml.Scalar> texts = new ArrayList<>();
    rule.ifPresent(found -> texts(found, texts::add));
    if (document.find("params").orElse(null) instanceof Yaml.Mapping params) {
      params
          .entries()
          .forEach(
              (name, entry) -> {
                if (!isNamed("params", name, texts)) {
                  problems.add(
                      entry.key().problem("params." + name + " is used nowhere; remove it"));
                }
              });
    }
    rule.ifPresent(found -> variables(found, texts));
  }

  private void variables(Yaml yaml, List<Yaml.Scalar> texts) {
    if (yaml instanceof Yaml.Sequence sequence) {
      sequence.items().forEach(item -> variables(item, texts));
    }
    if (!(yaml instanceof Yaml.Mapping mapping)) {
      return;
    }
    mapping.entries().values().forEach(entry -> variables(entry.value(), texts));
    if (mapping.find("variables").orElse(null) instanceof Yaml.Sequence declared) {
      for (Yaml item : declared.items()) {
        if (item instanceof Yaml.Mapping variable) {
          String name = name(variable);
          if (!isNamed("variables", name, texts)) {
            problems.add(item.problem("variables." + name + " is used nowhere; remove it"));
          }
        }
      }
    }
  }

  private static String name(Yaml.Mapping variable) {
    return variable
        .find("name")
        .map(name -> String.valueOf(name.data()))
        .orElseGet(() -> variable.entries().keySet().iterator().next());
  }

  private static boolean isNamed(String root, String name, List<Yaml.Scalar> texts) {
    String quoted = Pattern.quote(name);
    Pattern use =
        Pattern.compile(
            "\\b"
                + root
                + "\\s*(\\.\\s*\\??"
                + quoted
                + "\\b|\\[\\s*\\??['\"]"
                + quoted
                + "['\"])");
    return texts.stream().anyMatch(text -> use.matcher(text.text()).find());
  }

  private static void texts(Yaml yaml, Consumer<Yaml.Scalar> found) {
    if (yaml instanceof Yaml.Scalar scalar) {
      found.accept(scalar);
    } else if (yaml instanceof Yaml.Sequence sequence) {
      sequence.items().forEach(item -> texts(item, found));
    } else if (yaml instanceof Yaml.Mapping mapping) {
      mapping.entries().values().forEach(entry -> texts(entry.value(), found));
    }
  }

  private void alwaysDenies(Policy policy, Map<String, Yaml> places) {
    Policy.Match first = policy.rule().matches().get(0);
    boolean others =
        policies.stream().anyMatch(other -> !other.shadow() && !other.name().equals(policy.name()));
    Yaml place = places.get(first.label());
    if (!policy.shadow()
        && others
        && place != null
        && first.condition() == null
        && first.nested() == null
        && policy.effects().equals(Set.of(Effect.DENY))) {
      problems.add(
          place.problem(first.label() + " denies every request: no other policy has a say"));
    }
  }
}
