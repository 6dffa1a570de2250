package io.devicegate.gateway.edge;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/** The filter in front of the routes, and whom it believes. */
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
  static class Filter {

    @Bean
    EdgeFilter devicegateEdgeFilter(
        EdgeProperties edge, TrustedNetworks trusted, EdgeRefusals refusals) {
      List<WebFilter> steps = new ArrayList<>();
      steps.add(new ClientAddressFilter(trusted, edge.forwardedHeader()));
      steps.add(new CanonicalPathFilter(refusals));
      if (edge.refuseFormTokens()) {
        steps.add(new FormTokenFilter(refusals));
      }
      return new EdgeFilter(steps);
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
