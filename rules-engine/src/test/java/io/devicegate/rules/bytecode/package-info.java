@NullMarked
package io.devicegate.rules.bytecode;

import org.jspecify.annotations.NullMarked;
