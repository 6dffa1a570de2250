/**
 * A local tenant that speaks the OAuth 2.0 device flow as Auth0 speaks it: endpoints, activation
 * pages, keys, tokens and users. For development and tests only.
 */
@NullMarked
package io.devicegate.sandbox.tenant;

import org.jspecify.annotations.NullMarked;
