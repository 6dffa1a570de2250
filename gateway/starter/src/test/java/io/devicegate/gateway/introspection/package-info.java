@NullMarked
package io.devicegate.gateway.introspection;

import org.jspecify.annotations.NullMarked;
