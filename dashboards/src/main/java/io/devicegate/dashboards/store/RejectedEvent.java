package io.devicegate.dashboards.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was delivered but is no event; kept so that nothing vanishes silently.
 *
 * @param source who delivered it
 * @param received when, by our clock
 * @param reason why it is no event, from a short closed list
 * @param detail where and what, in words
 * @param text the thing itself without secrets, cut off if it is long; null if it is not worth
 *     keeping
 */
public record RejectedEvent(
    String source, Instant received, String reason, String detail, @Nullable String text) {}
