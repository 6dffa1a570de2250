@NullMarked
package io.devicegate.sandbox.demo;

import org.jspecify.annotations.NullMarked;
