/**
 * Tokens that only their holder can use: DPoP (RFC 9449) and certificate-bound tokens (RFC 8705).
 *
 * <p>{@link SenderConstraint} is the way in. It judges a token that was verified already; what
 * cannot be proven is refused, and a bound token is never taken for a plain one.
 */
@NullMarked
package io.devicegate.gateway.proof;

import org.jspecify.annotations.NullMarked;
