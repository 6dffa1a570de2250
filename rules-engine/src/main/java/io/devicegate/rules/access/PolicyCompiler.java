package io.devicegate.rules.access;

import io.devicegate.rules.condition.Language;
import io.devicegate.rules.condition.Schema;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.SourceDigest;
import io.devicegate.rules.source.UniqueNames;
import io.devicegate.rules.source.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compiles files of policies into one set, or says everything that is wrong with them. */
final class PolicyCompiler {

  private static final Schema SCHEMA = Schema.of(AccessRequest.class);

  private final AccessRulesOptions options;
  private final Language language;
  private final List<Problem> problems = new ArrayList<>();
  private final UniqueNames names = new UniqueNames("name");

  PolicyCompiler(AccessRulesOptions options) {
    this.options = options;
    this.language = new Language(SCHEMA, PolicyFunctions.all(SCHEMA), options.limits());
  }

  static Schema schema() {
    return SCHEMA;
  }

  AccessRules compile(Path folder) {
    return compile(
        Files.isDirectory(folder)
            ? new RuleFolder(folder, problems::add).rules(RuleFolder.YAML)
            : List.of());
  }

  AccessRules compile(List<RuleSource> files) {
    List<Policy> policies = new ArrayList<>();
    for (RuleSource file : files) {
      for (Yaml document : Yaml.read(file, problems::add)) {
        compile(document, policies);
      }
    }
    names.check(problems::add);
    int size = AccessRules.size(policies);
    if (size > options.maxPolicies()) {
      problems.add(
          Problem.of(
              files.get(0).file(),
              size + " policies (expected: at most " + options.maxPolicies() + ")"));
    }
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return new AccessRules(policies, digest(files), options);
  }

  private void compile(Yaml document, List<Policy> policies) {
    if (!(document instanceof Yaml.Mapping mapping)) {
      problems.add(document.problem("no policy (expected: name: and rule:)"));
      return;
    }
    List<Policy> read = new PolicyReader(mapping, language, options, problems::add).read();
    // Two of one document are one policy: what is live of it, and the whole.
    read.stream()
        .limit(1)
        .forEach(policy -> names.add(policy.name(), policy.source().file(), policy.line()));
    policies.addAll(read);
  }

  private String digest(List<RuleSource> files) {
    SourceDigest digest = new SourceDigest(files);
    new TreeMap<>(options.params())
        .forEach(
            (policy, params) -> {
              digest.with(policy);
              new TreeMap<>(params)
                  .forEach((name, value) -> digest.with(name + "=" + canonical(value)));
            });
    return digest.value();
  }

  private static String canonical(Object value) {
    return value instanceof Map<?, ?> map ? new TreeMap<>(map).toString() : value.toString();
  }
}
