package io.devicegate.dashboards.store;

import java.time.Duration;

/**
 * A stretch of time of which some events arrived late.
 *
 * @param source their source
 * @param range when they happened
 * @param events how many events of the stretch are stored
 * @param late how many of them arrived late
 * @param longest the longest time from an event to its arrival
 */
public record LateStretch(
    String source, TimeRange range, long events, long late, Duration longest) {}
