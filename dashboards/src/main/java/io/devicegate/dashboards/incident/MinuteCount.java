package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import java.time.Instant;

/**
 * How often one kind of event happened within one minute.
 *
 * @param minute when the minute began, by the source's clock
 * @param events the kind, and how many
 */
public record MinuteCount(Instant minute, EventCount events) {}
