/**
 * Bearer tokens: where their keys come from, what a token must look like, and which ones are known
 * good.
 *
 * <p>{@link io.devicegate.gateway.token.TokenVerifier} is the way in. It reads a token strictly
 * ({@code StrictJwtParser}), finds the issuer's key ({@link
 * io.devicegate.gateway.token.JwksSource}), checks the signature ({@code SignatureVerifier}) and
 * remembers what it verified ({@link io.devicegate.gateway.token.TokenCache}). A token that cannot
 * be checked is neither refused nor accepted: it is {@link
 * io.devicegate.gateway.token.TokenVerdict.Unavailable}.
 */
@NullMarked
package io.devicegate.gateway.token;

import org.jspecify.annotations.NullMarked;
