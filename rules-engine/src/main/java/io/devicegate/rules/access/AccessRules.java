package io.devicegate.rules.access;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.condition.Selector;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A set of access policies, compiled. Immutable and thread-safe.
 *
 * <p>The strictest effect wins: one policy that denies is enough to deny, and when no policy
 * matches, the request is denied. The order of files and policies means nothing.
 */
public final class AccessRules {

  private final List<Policy> policies;
  private final Set<String> headers;
  private final Set<String> shown;
  private final String digest;
  private final PolicyIndex live;
  private final Shadow shadow;
  private final LongSupplier ticker;

  private final AccessRulesOptions options;

  AccessRules(List<Policy> policies, String digest, AccessRulesOptions options) {
    this.options = options;
    this.policies = List.copyOf(policies);
    this.headers =
        policies.stream()
            .flatMap(policy -> policy.headers().stream())
            .collect(Collectors.toUnmodifiableSet());
    this.shown =
        policies.stream()
            .filter(Policy::showsExplanation)
            .map(Policy::name)
            .collect(Collectors.toUnmodifiableSet());
    this.digest = digest;
    this.live = new PolicyIndex(ordered(policies, false));
    this.shadow = new Shadow(live, evaluable(ordered(policies, true)), options.shadowBudget());
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
    List<Policy> enforced = ordered(policies, false);
    // A scope that is missing is what one wants to read of, policies of another client are not.
    PolicyIndex about = new PolicyIndex(enforced, Selector::isEquality);
    return new Explainer(enforced, request).explain(decide(request), about.speaking(request));
  }

  /** Returns {@code sha256:} and the digest of all files and parameters. */
  public String digest() {
    return digest;
  }

  /** Returns how many policies there are, those in shadow included. */
  public int size() {
    return size(policies);
  }

  /** Counts those that are one in their file once. */
  static int size(List<Policy> policies) {
    return (int) policies.stream().map(Policy::name).distinct().count();
  }

  /** Returns the names of all policies, sorted. */
  public List<String> names() {
    return names(policy -> true);
  }

  /** Returns the names of the policies that may let pass what they fail to check, sorted. */
  public List<String> failingOpen() {
    return names(Policy::failsOpen);
  }

  /** Returns the names of the policies that are in shadow or have a rule that is, sorted. */
  public List<String> inShadow() {
    return names(Policy::shadow);
  }

  /**
   * Returns the policies in shadow that are not evaluated, by their name, with the inputs they wait
   * for.
   */
  public Map<String, Set<String>> waiting() {
    Map<String, Set<String>> waiting = new TreeMap<>();
    for (Policy policy : policies) {
      Set<String> missing = missing(policy);
      if (!missing.isEmpty()) {
        waiting.put(policy.name(), missing);
      }
    }
    return Collections.unmodifiableMap(waiting);
  }

  private Set<String> missing(Policy policy) {
    return policy.requires().stream()
        .filter(input -> !options.hasInput(input))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Policy> evaluable(List<Policy> inShadow) {
    return inShadow.stream().filter(policy -> missing(policy).isEmpty()).toList();
  }

  private List<String> names(Predicate<Policy> wanted) {
    return policies.stream().filter(wanted).map(Policy::name).distinct().sorted().toList();
  }

  /**
   * Returns the names of all headers that an output may set, as the policies spell them. An
   * upstream that trusts them must never get them from a client.
   */
  public Set<String> headers() {
    return headers;
  }

  /**
   * Tells whether the caller may read the explanation of a decision: whether the policy that
   * decided says {@code show_explanation: true} in its metadata.
   */
  public boolean showsExplanation(Decision decision) {
    return !shown.isEmpty() && shown.contains(policyOf(decision.rule()));
  }

  /** Returns these rules with every policy enforced, as tests of a policy in shadow need it. */
  public AccessRules enforced() {
    return new AccessRules(
        whole().stream().map(Policy::enforced).toList(), digest + "+enforced", options);
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
    whole().forEach(policy -> collect(policy.rule(), branches));
    return branches;
  }

  /** Returns each policy with what is in shadow of it. */
  private List<Policy> whole() {
    Map<String, Policy> whole = new LinkedHashMap<>();
    // What is live of a policy comes before the whole of it.
    policies.forEach(policy -> whole.put(policy.name(), policy));
    return List.copyOf(whole.values());
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

  /** A rule is named by its policy, and by what no policy's name has in it. */
  private static String policyOf(String rule) {
    for (int i = 0; i < rule.length(); i++) {
      if (rule.charAt(i) == '#' || rule.charAt(i) == '/') {
        return rule.substring(0, i);
      }
    }
    return rule;
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
