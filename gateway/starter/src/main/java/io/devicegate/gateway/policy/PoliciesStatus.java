package io.devicegate.gateway.policy;

import io.devicegate.rules.access.ShadowReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The access policies in use.
 *
 * @param digest of their files and parameters
 * @param since when they came into use
 * @param policies how many there are, those in shadow included
 * @param inShadow names of those in shadow
 * @param failingOpen names of those that may let pass what they fail to check
 * @param waiting those in shadow that are not evaluated, with the inputs they wait for
 * @param problems why the files found last are not in use, as {@code file:line:column: message};
 *     empty when they are
 * @param requests how many requests were decided since then
 * @param shadow what the policies in shadow would have changed since then
 */
public record PoliciesStatus(
    String digest,
    Instant since,
    int policies,
    List<String> inShadow,
    List<String> failingOpen,
    Map<String, Set<String>> waiting,
    List<String> problems,
    long requests,
    List<ShadowReport.Line> shadow) {

  public PoliciesStatus {
    inShadow = List.copyOf(inShadow);
    failingOpen = List.copyOf(failingOpen);
    waiting = Map.copyOf(waiting);
    problems = List.copyOf(problems);
    shadow = List.copyOf(shadow);
  }

  /** Whether older policies than those found last are in use. */
  public boolean isStale() {
    return !problems.isEmpty();
  }
}
