package io.devicegate.dashboards.incident;

/**
 * What cannot be seen.
 *
 * @param source the source that would tell
 * @param text what is missing, and the first thing to look at
 * @param blinding whether it may hide an incident; if not, it is only good to know
 */
public record Gap(String source, String text, boolean blinding) {}
