package io.devicegate.gateway.budget;

import org.jspecify.annotations.Nullable;

/**
 * The budgets of a route; each is off when absent.
 *
 * @param clientRate requests of one client
 * @param subjectRate requests of one subject at one client
 * @param clientConcurrency requests of one client at the same time; at least 1
 * @param subjectConcurrency requests of one subject at one client at the same time; at least 1
 * @param distinctSubjects subjects of one client
 * @param maxKeys maximum number of clients, of subjects, and of distinct subjects over all clients
 *     that are told apart; clients and subjects beyond it share one budget, distinct subjects
 *     beyond it are refused; from 1 to 10,000,000
 */
public record BudgetSettings(
    @Nullable Rate clientRate,
    @Nullable Rate subjectRate,
    @Nullable Integer clientConcurrency,
    @Nullable Integer subjectConcurrency,
    @Nullable DistinctSubjects distinctSubjects,
    int maxKeys) {

  /** Number of keys that is told apart when nothing else is said. */
  public static final int DEFAULT_MAX_KEYS = 100_000;

  public BudgetSettings {
    positive("client-concurrency", clientConcurrency);
    positive("subject-concurrency", subjectConcurrency);
    Expect.that(maxKeys >= 1 && maxKeys <= 10_000_000, "max-keys", maxKeys, "from 1 to 10000000");
  }

  private static void positive(String name, @Nullable Integer value) {
    Expect.that(value == null || value >= 1, name, String.valueOf(value), ">= 1");
  }
}
