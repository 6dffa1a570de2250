/** What the tests need around a gateway: an issuer, an upstream, tokens of every kind. */
@NullMarked
package io.devicegate.gateway.testing;

import org.jspecify.annotations.NullMarked;
