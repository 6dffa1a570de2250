package io.devicegate.gateway.signal;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request is about, as signals name them. What is not known is null.
 *
 * @param client the client that the token was issued to
 * @param user the token's subject
 * @param session the tenant's browser session, where the token names one
 * @param ip address of the device, as Java writes it
 */
public record SignalSubjects(
    @Nullable String client,
    @Nullable String user,
    @Nullable String session,
    @Nullable String ip) {}
