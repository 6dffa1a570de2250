/** Tests of the sample API. */
@NullMarked
package io.devicegate.sandbox.upstream;

import org.jspecify.annotations.NullMarked;
