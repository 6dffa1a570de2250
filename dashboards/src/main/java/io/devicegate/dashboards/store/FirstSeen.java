package io.devicegate.dashboards.store;

import java.time.Instant;

/**
 * When a value was first seen in a stretch of time.
 *
 * @param value the value
 * @param time when its first event happened there, by the source's clock
 * @param count how many events of it there are in the stretch
 */
public record FirstSeen(String value, Instant time, long count) {}
