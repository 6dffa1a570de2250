/** Starts everything on one machine: tenant, sample API, gateway and dashboards. */
@NullMarked
package io.devicegate.sandbox.demo;

import org.jspecify.annotations.NullMarked;
