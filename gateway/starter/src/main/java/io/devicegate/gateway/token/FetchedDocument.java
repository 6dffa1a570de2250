package io.devicegate.gateway.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fetched document.
 *
 * @param body bytes as received
 * @param maxAge how long the server allows to keep it; {@code null} when it does not say
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, right after the fetch, and never compared.
public record FetchedDocument(byte[] body, @Nullable Duration maxAge) {}
