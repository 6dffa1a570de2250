/**
 * A sample device for the command line: gets a token by the device flow and calls the API with it.
 */
@NullMarked
package io.devicegate.sandbox.device;

import org.jspecify.annotations.NullMarked;
