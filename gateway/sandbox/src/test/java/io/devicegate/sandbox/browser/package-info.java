/** Browser tests, driving the browser that is installed. */
@NullMarked
package io.devicegate.sandbox.browser;

import org.jspecify.annotations.NullMarked;
