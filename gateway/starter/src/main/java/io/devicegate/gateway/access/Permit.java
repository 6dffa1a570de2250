package io.devicegate.gateway.access;

import io.devicegate.gateway.budget.BudgetResult;
import io.devicegate.gateway.budget.BudgetResult.Exhausted;
import io.devicegate.gateway.budget.BudgetResult.Granted;
import io.devicegate.gateway.budget.Budgets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's share of its route's budgets, and of that of its rate class. Given back when the
 * request ends, however it ends, and even if that is before it was granted: a client may leave
 * while its token is being checked.
 */
public final class Permit {

  private final @Nullable Budgets ofRoute;
  private final List<Granted> held = new ArrayList<>(2);
  private boolean ended;

  /**
   * Creates one.
   *
   * @param ofRoute the route's budgets; null when it has none
   */
  Permit(@Nullable Budgets ofRoute) {
    this.ofRoute = ofRoute;
  }

  /** Asks for a share of the route's budgets; null when it was granted, or there are none. */
  @Nullable Exhausted acquire(String client, String subject) {
    return ofRoute == null ? null : acquire(ofRoute, client, subject);
  }

  /** Asks for a share of other budgets; null when it was granted. */
  @Nullable Exhausted acquire(Budgets budgets, String client, String subject) {
    BudgetResult result = budgets.acquire(client, subject);
    if (result instanceof Exhausted exhausted) {
      return exhausted;
    }
    hold((Granted) result);
    return null;
  }

  synchronized void end() {
    ended = true;
    held.forEach(Granted::release);
  }

  private synchronized void hold(Granted granted) {
    if (ended) {
      granted.release();
    } else {
      held.add(granted);
    }
  }
}
