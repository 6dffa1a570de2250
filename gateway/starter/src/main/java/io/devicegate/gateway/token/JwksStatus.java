package io.devicegate.gateway.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer at one moment.
 *
 * @param state how far the keys can be relied on
 * @param untilClosed time until the keys may no longer be used unless a fetch succeeds; zero when
 *     closed
 * @param keyCount number of usable keys
 * @param lastSuccess when keys were last fetched; {@code null} when they never were
 * @param lastFailure why the latest failed fetch failed; {@code null} when none ever did
 */
public record JwksStatus(
    JwksState state,
    Duration untilClosed,
    int keyCount,
    @Nullable Instant lastSuccess,
    @Nullable FetchFailure lastFailure) {}
