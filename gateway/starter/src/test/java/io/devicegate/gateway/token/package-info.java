/** Tests of the token checks. */
@NullMarked
package io.devicegate.gateway.token;

import org.jspecify.annotations.NullMarked;
