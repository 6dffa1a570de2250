/** Tests of the templates and of the sample pages. */
@NullMarked
package io.devicegate.sandbox.pages;

import org.jspecify.annotations.NullMarked;
