package io.devicegate.gateway.policy;

import io.devicegate.gateway.telemetry.AccessMetrics;
import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.Decision;
import io.devicegate.rules.access.ReloadingAccessRules;
import io.devicegate.rules.access.ShadowReport;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access policies of the moment. Thread-safe; asking them never blocks, and each decision is by
 * one whole set.
 */
public final class AccessPolicies {

  private static final Logger log = LoggerFactory.getLogger(AccessPolicies.class);

  private final RuleLoader loader;
  private final ReloadingAccessRules rules;
  private final Recording recording;
  private final AccessMetrics metrics;
  private final Clock clock;
  private volatile Active active;

  /**
   * Loads the policies for the first time.
   *
   * @throws RuleCompilationException naming every problem of every file, when they cannot be used
   */
  AccessPolicies(RuleLoader loader, Recording recording, AccessMetrics metrics, Clock clock) {
    this.loader = loader;
    this.recording = recording;
    this.metrics = metrics;
    this.clock = clock;
    this.rules = new ReloadingAccessRules(loader, new Reporter());
    this.active = new Active(rules.current(), new ShadowReport(), clock.instant());
    announce(active.rules);
    metrics.show(() -> active.rules.size(), () -> rules.problems().isEmpty() ? 0 : 1);
  }

  /** Decides by the policies of the moment. */
  public Ruling decide(AccessRequest request) {
    Active now = active;
    Decision decision = now.rules.decide(request);
    now.shadow.accept(decision);
    metrics.decided(decision);
    return new Ruling(decision, now.rules.showsExplanation(decision), recording);
  }

  /** Returns the names of all headers that the policies of the moment may set for the upstream. */
  public Set<String> headers() {
    return active.rules.headers();
  }

  /** Returns what is in use, since when, and why nothing newer is. */
  public PoliciesStatus status() {
    Active now = active;
    return new PoliciesStatus(
        now.rules.digest(),
        now.since,
        now.rules.size(),
        now.rules.inShadow(),
        now.rules.failingOpen(),
        now.rules.waiting(),
        rules.problems().stream().map(Problem::toString).toList(),
        now.shadow.requests(),
        now.shadow.lines());
  }

  /**
   * Looks at the files and loads what is new in them, once they have been the same for two looks.
   * To be called by one thread.
   *
   * @return whether the files have settled
   */
  boolean refresh() {
    boolean settled = loader.look();
    if (settled && loader.hasNews() && !rules.reload() && rules.problems().isEmpty()) {
      log.info("The access policies are again those in use: {}", rules.current().digest());
      metrics.reloaded(AccessMetrics.UNCHANGED);
    }
    return settled;
  }

  private static void announce(AccessRules rules) {
    log.info(
        "Access policies: {}, of which {} in shadow; {}",
        rules.size(),
        rules.inShadow().size(),
        rules.digest());
    if (!rules.failingOpen().isEmpty()) {
      log.warn(
          "Access policies that may let pass what they fail to check, as their onError says: {}",
          rules.failingOpen());
    }
    if (!rules.waiting().isEmpty()) {
      log.info("Access policies in shadow that wait for inputs: {}", rules.waiting());
    }
  }

  /** Tells operators what came of a reload, and makes a new set the one in use. */
  private final class Reporter implements ReloadingAccessRules.Listener {

    @Override
    public void reloaded(AccessRules reloaded) {
      metrics.reloaded(AccessMetrics.LOADED);
      announce(reloaded);
      active = new Active(reloaded, new ShadowReport(), clock.instant());
    }

    @Override
    public void refused(List<Problem> problems) {
      metrics.reloaded(AccessMetrics.REFUSED);
      log.error(
          "The access policies have changed and cannot be used; the last good ones stay:\n{}",
          problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
  }

  /** A set of policies in use, with what its policies in shadow would have changed. */
  private record Active(AccessRules rules, ShadowReport shadow, Instant since) {}
}
