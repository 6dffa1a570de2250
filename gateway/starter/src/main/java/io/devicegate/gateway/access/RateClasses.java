package io.devicegate.gateway.access;

import io.devicegate.gateway.budget.BudgetSettings;
import io.devicegate.gateway.budget.Budgets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that access policies charge requests to. A rate class is an entry of {@code
 * devicegate.budgets}; the whole gateway counts it once, whatever the route. Names are the same
 * when they differ in dashes and underscores only, as settings often cannot keep the two apart.
 */
final class RateClasses {

  private final Map<String, Budgets> byName = new HashMap<>();

  RateClasses(Map<String, BudgetSettings> settings, LongSupplier nanos) {
    settings.forEach((name, budget) -> byName.put(uniform(name), new Budgets(budget, nanos)));
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** Returns the budgets of a rate class; null when there are none of this name. */
  @Nullable Budgets of(String rateClass) {
    return byName.get(uniform(rateClass));
  }

  private static String uniform(String name) {
    return name.replace("-", "").replace("_", "");
  }
}
