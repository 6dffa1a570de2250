package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Stage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the device flow, if anything.
 *
 * @param kind healthy, broken, and so on
 * @param asked when it was asked, by our clock
 * @param range what was looked at
 * @param step the step that it is about; null for the whole flow
 * @param since the minute in which it began; null if nothing began, or before the range
 * @param failed how many attempts failed since then, or in the range
 * @param attempts how many attempts there were since then, or in the range
 * @param code the code or reason that increased most; null if none
 * @param cohorts whom it hits more than others, first those that differ most
 * @param cause what is probably wrong; null if nothing is
 * @param certainty how sure it is
 * @param sources how fresh each source is
 * @param gaps what cannot be seen
 * @param past what was broken in the range and works again; null if nothing was
 */
public record Verdict(
    Kind kind,
    Instant asked,
    TimeRange range,
    @Nullable Stage step,
    @Nullable Instant since,
    long failed,
    long attempts,
    @Nullable String code,
    List<Cohort> cohorts,
    @Nullable Cause cause,
    Certainty certainty,
    List<SourceFreshness> sources,
    List<Gap> gaps,
    @Nullable Past past) {

  private static final double AS_GOOD = 0.8;

  public Verdict {
    cohorts = List.copyOf(cohorts);
    sources = List.copyOf(sources);
    gaps = List.copyOf(gaps);
  }

  /** The share of attempts that failed, 0 to 1. */
  public double share() {
    return attempts == 0 ? 0 : (double) failed / attempts;
  }

  /**
   * Whom it mostly hits, if anybody in particular. Of several that say about the same the more
   * general dimension is taken: a client before the version of its program.
   */
  public Optional<Cohort> mostly() {
    List<Cohort> most = cohorts.stream().filter(Cohort::isMostOfIt).toList();
    double best = most.stream().mapToDouble(Cohort::gain).max().orElse(0);
    return most.stream()
        .filter(cohort -> cohort.gain() >= AS_GOOD * best)
        .min(Comparator.comparing(Cohort::dimension));
  }

  /** The verdict in a sentence or two. */
  public String sentence() {
    return Wording.of(this);
  }

  /** What can be the matter. */
  public enum Kind {
    /** Nothing is broken, and that would have been seen. */
    HEALTHY,
    /** A step does not work for a part of those who try. */
    BROKEN,
    /** Users take too long or decline: not a fault of the system, unless the page is. */
    USERS_NOT_FINISHING,
    /** Somebody guesses codes or passwords, or tries to get others to approve a device. */
    UNDER_ATTACK,
    /** Too little is seen to say anything. */
    UNKNOWN;

    /** The name used in JSON and on the page. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An incident that is over.
   *
   * @param step what was broken
   * @param during from when until when
   * @param failed how many attempts failed
   * @param attempts of how many
   */
  public record Past(Stage step, TimeRange during, long failed, long attempts) {}
}
