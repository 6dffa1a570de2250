/**
 * Sample devices in the browser: the playground, the television, and the QR codes that they show.
 */
@NullMarked
package io.devicegate.sandbox.pages;

import org.jspecify.annotations.NullMarked;
