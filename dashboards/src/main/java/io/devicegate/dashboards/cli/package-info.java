/** The command line: what is done to the event store while no server has it open. */
@NullMarked
package io.devicegate.dashboards.cli;

import org.jspecify.annotations.NullMarked;
