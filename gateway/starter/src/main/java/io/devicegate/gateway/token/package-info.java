/** Bearer tokens: reading, strict checks, keys and signatures. Knows issuers, not routes. */
@NullMarked
package io.devicegate.gateway.token;

import org.jspecify.annotations.NullMarked;
