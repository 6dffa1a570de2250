@NullMarked
package io.devicegate.gateway.proof;

import org.jspecify.annotations.NullMarked;
