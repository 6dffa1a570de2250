package io.devicegate.sandbox.tenant;

import java.util.Map;

/**
 * Claims that login rules add to tokens.
 *
 * @param accessToken claims of the access token
 * @param idToken claims of the ID token
 */
record CustomClaims(Map<String, Object> accessToken, Map<String, Object> idToken) {}
