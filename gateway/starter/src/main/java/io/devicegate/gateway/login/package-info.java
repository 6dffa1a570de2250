/** The login rules at the gateway: once for each token, off the event loop. */
@NullMarked
package io.devicegate.gateway.login;

import org.jspecify.annotations.NullMarked;
