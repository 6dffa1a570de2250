package io.devicegate.sandbox.logstream;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Delivery of the tenant's log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogStreamProperties.class)
class LogStreamConfiguration {}
