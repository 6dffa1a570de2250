package io.devicegate.gateway.edge;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.InvalidSettingException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/** The filters in front of the routes, and whom they believe. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties(EdgeProperties.class)
class EdgeAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  TrustedNetworks devicegateTrustedNetworks(EdgeProperties edge) {
    return TrustedNetworks.of(edge.trustedProxies());
  }

  @Bean
  @ConditionalOnMissingBean
  ExternalOrigins devicegateExternalOrigins(EdgeProperties edge, TrustedNetworks trusted) {
    return new ExternalOrigins(edge.externalOrigins(), trusted, edge.forwardedHeader());
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "devicegate.edge.enabled", matchIfMissing = true)
  static class Filters {

    @Bean
    ClientAddressFilter devicegateClientAddressFilter(
        EdgeProperties edge, TrustedNetworks trusted) {
      return new ClientAddressFilter(trusted, edge.forwardedHeader());
    }

    @Bean
    CanonicalPathFilter devicegateCanonicalPathFilter(EdgeRefusals refusals) {
      return new CanonicalPathFilter(refusals);
    }

    @Bean
    @ConditionalOnBooleanProperty(
        name = "devicegate.edge.refuse-form-tokens",
        matchIfMissing = true)
    FormTokenFilter devicegateFormTokenFilter(EdgeRefusals refusals) {
      return new FormTokenFilter(refusals);
    }

    /**
     * Boot lets the server believe everybody's forwarded headers, on Kubernetes even unasked; then
     * the peer would be whoever the client says.
     */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> devicegateForwardedHeaders() {
      return factory -> factory.setUseForwardHeaders(false);
    }

    @Bean
    InitializingBean devicegateForwardedHeadersCheck(
        ObjectProvider<ForwardedHeaderTransformer> transformers) {
      return () -> {
        if (transformers.stream().findAny().isPresent()) {
          throw new InvalidSettingException(
              "server.forward-headers-strategy: framework (expected: none, since it believes the"
                  + " forwarded headers of everybody)",
              "Remove it, and name the proxies in front of the gateway in"
                  + " devicegate.edge.trusted-proxies.");
        }
      };
    }
  }
}
