package io.devicegate.dashboards.taxonomy;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One row of the taxonomy.
 *
 * @param code the tenant's own code, such as {@code fdeaz}
 * @param domain the area of the tenant that it belongs to
 * @param stage the step of the device flow, if any
 * @param outcome how it ended, unless a refinement says otherwise
 * @param severity how much attention one such event deserves
 * @param countsAgainstSlo whether it is an attempt that the service level counts; what a user
 *     mistyped, declined or let expire is not
 * @param meaning what happened, in plain words
 * @param refinements outcomes that the event's text decides, first match wins
 */
public record EventCode(
    String code,
    String domain,
    Stage stage,
    Outcome outcome,
    Severity severity,
    boolean countsAgainstSlo,
    String meaning,
    List<Refinement> refinements) {

  public EventCode {
    refinements = List.copyOf(refinements);
  }

  /** The outcome of an event of this code whose description and details read as {@code text}. */
  Outcome outcomeOf(Supplier<String> text) {
    if (refinements.isEmpty()) {
      return outcome;
    }
    String lower = text.get().toLowerCase(Locale.ROOT);
    return refinements.stream()
        .filter(refinement -> refinement.matches(lower))
        .map(Refinement::outcome)
        .findFirst()
        .orElse(outcome);
  }

  /**
   * An outcome that depends on what the event says.
   *
   * @param outcome the outcome then
   * @param when lower-case texts, any of which decides
   */
  public record Refinement(Outcome outcome, List<String> when) {

    public Refinement {
      when = List.copyOf(when);
    }

    private boolean matches(String lower) {
      return when.stream().anyMatch(lower::contains);
    }
  }
}
