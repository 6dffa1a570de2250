/** Class files, so that HotSpot compiles what is in them. */
@NullMarked
package io.devicegate.rules.bytecode;

import org.jspecify.annotations.NullMarked;
