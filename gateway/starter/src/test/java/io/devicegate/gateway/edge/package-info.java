@NullMarked
package io.devicegate.gateway.edge;

import org.jspecify.annotations.NullMarked;
