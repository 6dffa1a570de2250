package io.devicegate.dashboards.web;

import org.jspecify.annotations.Nullable;

/**
 * A number, or words with one, and where the events are that it counts.
 *
 * @param text the number as it is shown
 * @param url the page with these events; null where there is no number
 */
record Counted(String text, @Nullable String url) {}
