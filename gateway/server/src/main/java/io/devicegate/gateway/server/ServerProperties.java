package io.devicegate.gateway.server;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the gateway's process.
 *
 * @param stopWithParent whether the gateway stops when the process that started it ends
 */
@ConfigurationProperties("devicegate.server")
record ServerProperties(@DefaultValue("false") boolean stopWithParent) {}
