package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.budget.BudgetSettings;
import io.devicegate.gateway.budget.Budgets;
import org.junit.jupiter.api.Test;

class PermitTest {

  private final Budgets budgets =
      new Budgets(new BudgetSettings(null, null, 1, null, null, 10), () -> 0);

  @Test
  void holdsUntilTheRequestEnds() {
    Permit first = new Permit(budgets);

    assertThat(first.acquire("tv", "alice")).isNull();
    assertThat(new Permit(budgets).acquire("tv", "alice")).isNotNull();
    first.end();
    assertThat(new Permit(budgets).acquire("tv", "alice")).isNull();
  }

  @Test
  void requestThatEndedBeforeItsDecisionHoldsNothing() {
    Permit early = new Permit(budgets);
    early.end();

    assertThat(early.acquire("tv", "alice")).isNull();
    assertThat(new Permit(budgets).acquire("tv", "alice")).isNull();
  }

  @Test
  void endingTwiceGivesBackOnce() {
    Permit first = new Permit(budgets);
    assertThat(first.acquire("tv", "alice")).isNull();
    first.end();
    Permit second = new Permit(budgets);
    assertThat(second.acquire("tv", "alice")).isNull();
    first.end();

    assertThat(new Permit(budgets).acquire("tv", "alice")).isNotNull();
  }
}
