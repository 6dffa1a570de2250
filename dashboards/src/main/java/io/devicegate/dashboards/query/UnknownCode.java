package io.devicegate.dashboards.query;

/**
 * A code that the taxonomy does not hold.
 *
 * @param code as the tenant wrote it
 * @param count how often
 */
public record UnknownCode(String code, long count) {}
