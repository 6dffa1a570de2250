@NullMarked
package io.devicegate.gateway.budget;

import org.jspecify.annotations.NullMarked;
