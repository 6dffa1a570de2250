/** Tests of the sandbox tenant, against a real server. */
@NullMarked
package io.devicegate.sandbox.tenant;

import org.jspecify.annotations.NullMarked;
