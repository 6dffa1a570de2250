package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.Dimension;

/**
 * What those with one value of a dimension have seen.
 *
 * @param dimension what they have in common, such as the client
 * @param value the value of it
 * @param failed their failures
 * @param succeeded what worked for them at the same time
 */
public record CohortCount(Dimension dimension, String value, long failed, long succeeded) {}
