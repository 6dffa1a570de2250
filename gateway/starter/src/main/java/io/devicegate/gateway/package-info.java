/**
 * Devicegate's gateway plugin: what all its packages share, namely the closed list of refusals and
 * the condition under which the plugin is active.
 */
@NullMarked
package io.devicegate.gateway;

import org.jspecify.annotations.NullMarked;
