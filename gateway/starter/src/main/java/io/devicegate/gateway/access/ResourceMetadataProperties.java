package io.devicegate.gateway.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the gateway tells clients of itself (RFC 9728).
 *
 * @param enabled whether the gateway answers under {@code /.well-known/oauth-protected-resource},
 *     and challenges point there
 */
@ConfigurationProperties("devicegate.resource-metadata")
record ResourceMetadataProperties(@DefaultValue("true") boolean enabled) {}
