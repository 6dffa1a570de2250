package io.devicegate.sandbox.logstream;

import java.net.URI;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Delivery of the tenant's log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogStreamProperties.class)
class LogStreamConfiguration {

  @Bean
  @ConditionalOnProperty("devicegate.sandbox.log-stream.webhook.url")
  WebhookDelivery webhookDelivery(
      TenantLog log, LogStream stream, LogStreamProperties properties, JsonMapper json) {
    LogStreamProperties.Webhook webhook = properties.webhook();
    URI url = Objects.requireNonNull(webhook.url(), "url");
    return new WebhookDelivery(log, stream, webhook, url, new WebhookBody(json, webhook.format()));
  }
}
