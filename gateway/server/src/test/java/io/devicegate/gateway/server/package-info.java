@NullMarked
package io.devicegate.gateway.server;

import org.jspecify.annotations.NullMarked;
