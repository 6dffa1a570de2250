package io.devicegate.gateway.token;

import org.jspecify.annotations.Nullable;

/**
 * A token that is good.
 *
 * @param token what it says
 * @param jwt where findings about it can be attached; null for an opaque token
 */
public record CheckedToken(VerifiedToken token, @Nullable VerifiedJwt jwt) {}
