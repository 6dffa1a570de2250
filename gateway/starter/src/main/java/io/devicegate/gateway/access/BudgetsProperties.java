package io.devicegate.gateway.access;

import io.devicegate.gateway.budget.BudgetSettings;
import io.devicegate.gateway.budget.DistinctSubjects;
import io.devicegate.gateway.budget.Rate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Budgets, by a name that a route's metadata {@code devicegate.budget} gives. Each route counts for
 * itself, and each gateway too.
 *
 * @param budgets budgets by name
 */
@ConfigurationProperties("devicegate")
record BudgetsProperties(@DefaultValue Map<String, Budget> budgets) {

  BudgetsProperties {
    budgets = Map.copyOf(budgets);
  }

  Map<String, BudgetSettings> settings() {
    Map<String, BudgetSettings> settings = new HashMap<>();
    budgets.forEach((name, budget) -> settings.put(name, budget.settings));
    return settings;
  }

  /** One budget; each of its limits is off when absent. */
  static final class Budget {

    private final BudgetSettings settings;

    /**
     * Creates one.
     *
     * @param clientRate requests of one client per time
     * @param subjectRate requests of one subject at one client per time
     * @param clientConcurrency requests of one client at the same time
     * @param subjectConcurrency requests of one subject at one client at the same time
     * @param distinctSubjects subjects of one client
     * @param maxKeys maximum number of clients and of subjects told apart
     */
    Budget(
        @Nullable Rate clientRate,
        @Nullable Rate subjectRate,
        @Nullable Integer clientConcurrency,
        @Nullable Integer subjectConcurrency,
        @Nullable DistinctSubjects distinctSubjects,
        @DefaultValue("100000") int maxKeys) {
      this.settings =
          new BudgetSettings(
              clientRate,
              subjectRate,
              clientConcurrency,
              subjectConcurrency,
              distinctSubjects,
              maxKeys);
    }

    BudgetSettings settings() {
      return settings;
    }
  }
}
