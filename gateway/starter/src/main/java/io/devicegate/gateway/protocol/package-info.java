/** Which grant a token came from, and by what evidence. */
@NullMarked
package io.devicegate.gateway.protocol;

import org.jspecify.annotations.NullMarked;
