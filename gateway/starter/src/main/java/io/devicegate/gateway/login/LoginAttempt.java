package io.devicegate.gateway.login;

import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.token.BearerToken;
import io.devicegate.gateway.token.VerifiedToken;
import org.jspecify.annotations.Nullable;

/**
 * A verified token, seen for the first time.
 *
 * @param token the token itself, needed to ask its issuer about the user
 * @param verified what it says
 * @param grade which grant it came from
 * @param ip address of the device; null when unknown
 * @param userAgent program of the device; null when it did not say
 */
public record LoginAttempt(
    BearerToken token,
    VerifiedToken verified,
    ProtocolGrade grade,
    @Nullable String ip,
    @Nullable String userAgent) {}
