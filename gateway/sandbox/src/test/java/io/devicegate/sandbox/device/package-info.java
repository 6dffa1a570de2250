/** Tests of the command-line device. */
@NullMarked
package io.devicegate.sandbox.device;

import org.jspecify.annotations.NullMarked;
