package io.devicegate.dashboards.incident;

import java.util.List;
import java.util.Optional;

/** A closer look at a step that is under suspicion. May block. */
public interface Evidence {

  /** Failures and successes at the step by the values of every dimension. */
  List<CohortCount> cohorts(Suspicion suspicion);

  /** What the source itself says most often about the kind that increased most. */
  Optional<String> words(Suspicion suspicion);

  /** No closer look. */
  static Evidence none() {
    return new Evidence() {
      @Override
      public List<CohortCount> cohorts(Suspicion suspicion) {
        return List.of();
      }

      @Override
      public Optional<String> words(Suspicion suspicion) {
        return Optional.empty();
      }
    };
  }
}
