package io.devicegate.gateway.access;

import io.devicegate.gateway.budget.BudgetResult;
import io.devicegate.gateway.budget.BudgetResult.Exhausted;
import io.devicegate.gateway.budget.BudgetResult.Granted;
import io.devicegate.gateway.budget.Budgets;
import org.jspecify.annotations.Nullable;

/**
 * A request's share of its route's budgets. Given back when the request ends, however it ends, and
 * even if that is before it was granted: a client may leave while its token is being checked.
 */
public final class Permit {

  private final Budgets budgets;
  private @Nullable Granted held;
  private boolean ended;

  Permit(Budgets budgets) {
    this.budgets = budgets;
  }

  /** Asks for a share; null when it was granted. */
  @Nullable Exhausted acquire(String client, String subject) {
    BudgetResult result = budgets.acquire(client, subject);
    if (result instanceof Exhausted exhausted) {
      return exhausted;
    }
    hold((Granted) result);
    return null;
  }

  synchronized void end() {
    ended = true;
    if (held != null) {
      held.release();
    }
  }

  private synchronized void hold(Granted granted) {
    if (ended) {
      granted.release();
    } else {
      held = granted;
    }
  }
}
