package io.devicegate.gateway.server;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps every trace that is begun, since {@link SampledObservations} begins only those to keep. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

  @Bean
  Sampler sampler() {
    return Sampler.parentBased(Sampler.alwaysOn());
  }
}
