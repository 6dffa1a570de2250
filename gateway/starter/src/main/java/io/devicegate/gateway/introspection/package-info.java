/**
 * Opaque tokens: asking their issuer whether they are good (RFC 7662).
 *
 * <p>{@link OpaqueTokens} is the way in, one per tenant. When the issuer cannot be asked the answer
 * is {@link Introspection.CannotCheck}, which is neither yes nor no and is never cached.
 */
@NullMarked
package io.devicegate.gateway.introspection;

import org.jspecify.annotations.NullMarked;
