package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A request to one of the OAuth endpoints.
 *
 * @param form its parameters
 * @param request the request itself, whose body has been read
 * @param caller who sent it
 */
record OAuthCall(OAuthForm form, HttpServletRequest request, Caller caller) {}
