package io.devicegate.rules.access;

import io.devicegate.rules.condition.Language;
import io.devicegate.rules.condition.Schema;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Compiles files of policies into one set, or says everything that is wrong with them. */
final class PolicyCompiler {

  static final String TEST_SUFFIX = "_test.yaml";

  private static final Schema SCHEMA = Schema.of(AccessRequest.class);
  private static final long MAX_FILE_BYTES = 1L << 20;

  private final AccessRulesOptions options;
  private final Language language;
  private final List<Problem> problems = new ArrayList<>();

  PolicyCompiler(AccessRulesOptions options) {
    this.options = options;
    this.language = new Language(SCHEMA, PolicyFunctions.all(SCHEMA), options.limits());
  }

  static Schema schema() {
    return SCHEMA;
  }

  AccessRules compile(Path folder) {
    return compile(Files.isDirectory(folder) ? read(folder, problems::add) : List.of());
  }

  /** Reads every file of rules in the folder, sorted by name. */
  static List<RuleSource> read(Path folder, Consumer<Problem> problems) {
    List<RuleSource> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      paths
          .filter(path -> path.toString().endsWith(".yaml"))
          .filter(path -> !path.toString().endsWith(TEST_SUFFIX))
          .sorted()
          .forEach(path -> read(path, files, problems));
    } catch (IOException e) {
      problems.accept(Problem.of(folder.toString(), "cannot be listed: " + e));
    }
    return files;
  }

  AccessRules compile(List<RuleSource> files) {
    List<Policy> policies = new ArrayList<>();
    for (RuleSource file : files) {
      for (Yaml document : Yaml.read(file, problems::add)) {
        compile(document, policies);
      }
    }
    refuseDoubles(policies);
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
    policies.addAll(new PolicyReader(mapping, language, options, problems::add).read());
  }

  private void refuseDoubles(List<Policy> policies) {
    Map<String, Policy> byName = new HashMap<>();
    List<Policy> ordered = new ArrayList<>(policies);
    ordered.sort(
        Comparator.comparing((Policy policy) -> policy.source().file())
            .thenComparingInt(Policy::line));
    for (Policy policy : ordered) {
      Policy first = byName.putIfAbsent(policy.name(), policy);
      if (first != null && !first.isOneWith(policy)) {
        problems.add(
            new Problem(
                policy.source().file(),
                policy.line(),
                1,
                "the name '"
                    + policy.name()
                    + "' is taken by "
                    + first.source().file()
                    + ":"
                    + first.line()
                    + "; rename one"));
      }
    }
  }

  private static void read(Path path, List<RuleSource> files, Consumer<Problem> problems) {
    String name = String.valueOf(path.getFileName());
    try {
      if (Files.size(path) > MAX_FILE_BYTES) {
        problems.accept(Problem.of(name, "larger than 1 MB; split it"));
        return;
      }
      files.add(new RuleSource(name, Files.readString(path)));
    } catch (IOException e) {
      problems.accept(Problem.of(name, "cannot be read as UTF-8: " + e.getMessage()));
    }
  }

  private String digest(List<RuleSource> files) {
    MessageDigest digest = sha256();
    files.stream()
        .sorted(Comparator.comparing(RuleSource::file).thenComparing(RuleSource::text))
        .forEach(
            file -> {
              update(digest, file.file());
              update(digest, file.text());
            });
    new TreeMap<>(options.params())
        .forEach(
            (policy, params) -> {
              update(digest, policy);
              new TreeMap<>(params)
                  .forEach((name, value) -> update(digest, name + "=" + canonical(value)));
            });
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static String canonical(Object value) {
    return value instanceof Map<?, ?> map ? new TreeMap<>(map).toString() : value.toString();
  }

  /** Length first, so that no two lists of texts are the same bytes. */
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
