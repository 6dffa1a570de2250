package io.devicegate.dashboards.query;

import io.devicegate.dashboards.taxonomy.Outcome;

/**
 * How often a code occurred.
 *
 * @param code the tenant's code
 * @param outcome how it ended
 * @param meaning what it means, in plain words
 * @param count how often
 */
public record CodeCount(String code, Outcome outcome, String meaning, long count) {}
