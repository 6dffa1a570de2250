package io.devicegate.dashboards.query;

import io.devicegate.dashboards.taxonomy.Outcome;

/**
 * How often the gateway decided so.
 *
 * @param outcome success for allowed, failure for refused
 * @param reason the decision's reason
 * @param count how often
 */
public record DecisionCount(Outcome outcome, String reason, long count) {}
