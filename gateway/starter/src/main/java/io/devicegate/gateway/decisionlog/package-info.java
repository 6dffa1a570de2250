/** The decision log: one record for each decision, handed on without ever blocking a request. */
@NullMarked
package io.devicegate.gateway.decisionlog;

import org.jspecify.annotations.NullMarked;
