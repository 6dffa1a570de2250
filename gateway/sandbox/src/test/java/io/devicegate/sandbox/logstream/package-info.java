/** Tests of the tenant's log and its delivery. */
@NullMarked
package io.devicegate.sandbox.logstream;

import org.jspecify.annotations.NullMarked;
