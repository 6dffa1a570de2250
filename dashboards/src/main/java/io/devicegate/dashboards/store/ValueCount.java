package io.devicegate.dashboards.store;

/**
 * How many events of one kind have one value of a dimension.
 *
 * @param value the value
 * @param events the kind, and how many
 */
public record ValueCount(String value, EventCount events) {}
