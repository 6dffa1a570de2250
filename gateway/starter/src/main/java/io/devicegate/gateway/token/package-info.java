/**
 * Bearer tokens: where their keys come from, what a token must look like, and which ones are known
 * good.
 *
 * <p>{@link io.devicegate.gateway.token.TenantTokens} is the way in: it picks the tenant by the
 * token's issuer. The tenant's {@link io.devicegate.gateway.token.TokenVerifier} reads the token
 * strictly ({@code StrictJwtParser}), finds the issuer's key ({@link
 * io.devicegate.gateway.token.JwksSource}), checks the signature ({@code SignatureVerifier}, where
 * {@link io.devicegate.gateway.token.SignatureWork} says) and remembers what it verified ({@link
 * io.devicegate.gateway.token.TokenCache}). Opaque tokens are the issuer's to judge ({@code
 * OpaqueTokenCheck}). A token that cannot be checked is neither refused nor accepted: it is {@link
 * io.devicegate.gateway.token.TokenVerdict.Unavailable}.
 */
@NullMarked
package io.devicegate.gateway.token;

import org.jspecify.annotations.NullMarked;
