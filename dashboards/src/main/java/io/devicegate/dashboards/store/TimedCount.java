package io.devicegate.dashboards.store;

import java.time.Instant;

/**
 * How many events of one kind there are in one bucket of time.
 *
 * @param begin when the bucket began, by the source's clock
 * @param events the kind, and how many
 */
public record TimedCount(Instant begin, EventCount events) {}
