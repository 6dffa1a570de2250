@NullMarked
package io.devicegate.rules.source;

import org.jspecify.annotations.NullMarked;
