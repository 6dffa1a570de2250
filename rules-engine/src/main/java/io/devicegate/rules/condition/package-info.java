/**
 * The expression language of access policies and detections: CEL, type-checked against a declared
 * schema, without clock or I/O, and bounded.
 *
 * <p>Inside this library only; nothing here is offered to its users.
 */
@NullMarked
package io.devicegate.rules.condition;

import org.jspecify.annotations.NullMarked;
