package io.devicegate.gateway.server;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.filter.headers.observation.ObservedRequestHttpHeadersFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Lets a request that {@link SampledObservations} does not observe pay nothing for tracing. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

  /** Keeps every trace that is begun, since only those to keep are begun. */
  @Bean
  Sampler sampler() {
    return Sampler.parentBased(Sampler.alwaysOn());
  }

  /** In the place of the gateway's own, which copies the headers of every request. */
  @Bean
  ObservedRequestHttpHeadersFilter observedCalls(ObjectProvider<ObservationRegistry> registry) {
    return new ObservedRequestHttpHeadersFilter(
        registry.getIfAvailable(() -> ObservationRegistry.NOOP)) {
      @Override
      public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        return SampledObservations.isObserved(exchange) ? super.filter(input, exchange) : input;
      }
    };
  }
}
