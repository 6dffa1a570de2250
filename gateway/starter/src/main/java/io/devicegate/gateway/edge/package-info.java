/**
 * What a request must look like before anything reads it: one path, one host, one token, one
 * client.
 *
 * <p>Requests that two readers could understand in two ways are refused, not repaired. All parts
 * are plain Java except the filters.
 */
@NullMarked
package io.devicegate.gateway.edge;

import org.jspecify.annotations.NullMarked;
