/**
 * Budgets in this process: how much one device client, and one of its subjects, may ask for.
 *
 * <p>{@link Budgets} is the way in, one per route that declares budgets. Nothing here waits or
 * locks on the way of a request whose client and subject are known.
 */
@NullMarked
package io.devicegate.gateway.budget;

import org.jspecify.annotations.NullMarked;
