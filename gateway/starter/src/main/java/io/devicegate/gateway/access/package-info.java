/** The enforcement point: one request, one decision, deny by default; and the filters around it. */
@NullMarked
package io.devicegate.gateway.access;

import org.jspecify.annotations.NullMarked;
