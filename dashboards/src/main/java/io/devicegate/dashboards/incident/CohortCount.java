package io.devicegate.dashboards.incident;

/**
 * What those with one value of a dimension have seen.
 *
 * @param dimension what they have in common, such as {@code client}
 * @param value the value of it
 * @param failed their failures
 * @param succeeded what worked for them at the same time
 */
public record CohortCount(String dimension, String value, long failed, long succeeded) {}
