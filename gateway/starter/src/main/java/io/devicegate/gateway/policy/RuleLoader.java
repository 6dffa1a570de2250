package io.devicegate.gateway.policy;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles the files of the policies as they were at the last look, each content once. To be used
 * by one thread at a time.
 */
final class RuleLoader implements Supplier<AccessRules> {

  /** What the params are a problem of, since they stand in no file of rules. */
  private static final String PARAMS = "devicegate.access.params";

  private static final String ALL = "*.yaml";

  private static final Logger log = LoggerFactory.getLogger(RuleLoader.class);

  private final RuleFiles files;
  private final AccessRulesOptions options;
  private @Nullable Content seen;
  private @Nullable Content compiled;

  RuleLoader(RuleFiles files, AccessRulesOptions options) {
    this.files = files;
    this.options = options;
  }

  /**
   * Looks at the files.
   *
   * @return whether they are as they were at the look before, so that nobody is in the middle of
   *     writing them
   */
  boolean look() {
    Content now = content();
    boolean same = now.equals(seen);
    seen = now;
    return same;
  }

  /** Tells whether the last look found something that was not compiled yet. */
  boolean hasNews() {
    return seen != null && !seen.equals(compiled);
  }

  @Override
  public AccessRules get() throws RuleCompilationException {
    if (seen == null) {
      look();
    }
    Content content = seen == null ? content() : seen;
    compiled = content;
    if (!content.problems.isEmpty()) {
      throw new RuleCompilationException(content.problems);
    }
    return files.load(content.files, this::compile);
  }

  /** A fault of the compiler must not look as if the files were in use. */
  private AccessRules compile(List<RuleSource> sources) {
    try {
      AccessRules rules = AccessRules.compile(sources, options);
      requireKnownParams(rules);
      return rules;
    } catch (RuleCompilationException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      log.error("The access policies could not be compiled", e);
      throw new RuleCompilationException(List.of(Problem.of(ALL, "cannot be compiled: " + e)));
    }
  }

  private Content content() {
    try {
      List<RuleSource> read = files.read();
      // Nobody means "refuse everything" by an empty folder; a policy can say so.
      return read.isEmpty()
          ? new Content(read, List.of(Problem.of(ALL, "no policies (expected: at least one file)")))
          : new Content(read, List.of());
    } catch (RuleCompilationException e) {
      return new Content(List.of(), e.problems());
    }
  }

  private void requireKnownParams(AccessRules rules) {
    TreeSet<String> unknown = new TreeSet<>(options.params().keySet());
    unknown.removeAll(rules.names());
    if (!unknown.isEmpty()) {
      throw new RuleCompilationException(
          unknown.stream()
              .map(name -> Problem.of(PARAMS, name + " (expected: the name of a policy)"))
              .toList());
    }
  }

  /** What a look found: files, or why there are none. */
  private record Content(List<RuleSource> files, List<Problem> problems) {}
}
