package io.devicegate.rules.access;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A set of access policies, compiled. Immutable and thread-safe.
 *
 * <p>The strictest effect wins: one policy that denies is enough to deny, and when no policy
 * matches, the request is denied. The order of files and policies means nothing.
 */
public final class AccessRules {

  private final List<Policy> policies;
  private final String digest;
  private final PolicyIndex live;
  private final Shadow shadow;
  private final LongSupplier ticker;

  private final AccessRulesOptions options;

  AccessRules(List<Policy> policies, String digest, AccessRulesOptions options) {
    this.options = options;
    this.policies = List.copyOf(policies);
    this.digest = digest;
    this.live = new PolicyIndex(ordered(policies, false));
    this.shadow = new Shadow(new PolicyIndex(ordered(policies, true)), options.shadowBudget());
    this.ticker = options.ticker();
  }

  /** Compiles every policy of the files. An empty list gives rules that deny everything. */
  public static AccessRules compile(List<RuleSource> files, AccessRulesOptions options)
      throws RuleCompilationException {
    requireNonNull(files, "files");
    requireNonNull(options, "options");
    return new PolicyCompiler(options).compile(files);
  }

  /**
   * Compiles every {@code *.yaml} of a folder but the tests, {@code *_test.yaml}. A folder that is
   * missing gives rules that deny everything.
   */
  public static AccessRules compile(Path folder, AccessRulesOptions options)
      throws RuleCompilationException {
    requireNonNull(folder, "folder");
    requireNonNull(options, "options");
    return new PolicyCompiler(options).compile(folder);
  }

  /**
   * Decides on a request. Depends on nothing but the request and these rules; never throws for what
   * a rule does.
   */
  public Decision decide(AccessRequest request) {
    requireNonNull(request, "request");
    long start = ticker.getAsLong();
    Evaluation evaluation = new Evaluation(request).run(live);
    List<Decision.WouldBe> wouldBe = shadow.run(request, evaluation.effect());
    return evaluation.decision(digest, wouldBe, ticker.getAsLong() - start);
  }

  /**
   * Decides and takes the decision apart: every clause's value, and for a denial what would have
   * let the request pass. Looks at every policy, so keep it off the path of requests.
   */
  public Explanation explain(AccessRequest request) {
    Decision decision = decide(request);
    return new Explainer(ordered(policies, false), request)
        .explain(decision, live.speaking(request));
  }

  /** Returns {@code sha256:} and the digest of all files and parameters. */
  public String digest() {
    return digest;
  }

  /** Returns how many policies there are, those in shadow included. */
  public int size() {
    return policies.size();
  }

  /** Returns the names of all policies, sorted. */
  public List<String> names() {
    return policies.stream().map(Policy::name).sorted().toList();
  }

  /** Returns the names of the policies that may let pass what they fail to check, sorted. */
  public List<String> failingOpen() {
    return policies.stream().filter(Policy::failsOpen).map(Policy::name).sorted().toList();
  }

  /** Returns the names of the policies in shadow, sorted. */
  public List<String> inShadow() {
    return policies.stream().filter(Policy::shadow).map(Policy::name).sorted().toList();
  }

  /** Returns these rules with every policy enforced, as tests of a policy in shadow need it. */
  public AccessRules enforced() {
    return new AccessRules(
        policies.stream().map(Policy::enforced).toList(), digest + "+enforced", options);
  }

  /** Returns the rules of one policy alone, as a comparison of two sets needs it. */
  public AccessRules only(String policy) {
    return new AccessRules(
        policies.stream().filter(one -> one.name().equals(policy)).toList(),
        digest + "+" + policy,
        options);
  }

  /**
   * Returns what compiles but is hardly meant: matches that can never speak, parameters and
   * variables that nothing uses, a denial that leaves the other policies nothing to say.
   */
  public List<Problem> lint() {
    return new PolicyLint(policies).problems();
  }

  /** Returns every match that has an output, in the order of the files. */
  public List<Branch> branches() {
    List<Branch> branches = new ArrayList<>();
    policies.forEach(policy -> collect(policy.rule(), branches));
    return branches;
  }

  private static void collect(Policy.Rule rule, List<Branch> branches) {
    for (Policy.Match match : rule.matches()) {
      if (match.nested() != null) {
        collect(match.nested(), branches);
      } else {
        branches.add(new Branch(match.label(), match.condition() != null));
      }
    }
  }

  List<Policy> policies() {
    return policies;
  }

  /** Sorts those that may deny first, so that a denial ends the evaluation; then by name. */
  private static List<Policy> ordered(List<Policy> policies, boolean shadow) {
    List<Policy> ordered =
        new ArrayList<>(policies.stream().filter(policy -> policy.shadow() == shadow).toList());
    ordered.sort(
        Comparator.comparing(AccessRules::strictest).reversed().thenComparing(Policy::name));
    return ordered;
  }

  private static Effect strictest(Policy policy) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    effects.addAll(policy.effects());
    if (policy.onError() == OnError.DENY) {
      effects.add(Effect.DENY);
    }
    return effects.stream().max(Comparator.naturalOrder()).orElse(Effect.ALLOW);
  }

  /**
   * A match that has an output.
   *
   * @param label as {@link Decision#rule} names it
   * @param conditional whether it has a condition
   */
  public record Branch(String label, boolean conditional) {}
}
