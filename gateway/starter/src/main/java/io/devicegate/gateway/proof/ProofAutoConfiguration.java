package io.devicegate.gateway.proof;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.edge.ExternalOrigins;
import io.devicegate.gateway.edge.ForwardedHeader;
import io.devicegate.gateway.edge.TrustedNetworks;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Tokens that are bound to their sender. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties({ProofProperties.class, CertificateProperties.class})
class ProofAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  DpopSettings devicegateDpopSettings(ProofProperties properties) {
    return properties.settings();
  }

  @Bean
  @ConditionalOnMissingBean
  ReplayStore devicegateReplayStore(DpopSettings settings, ObjectProvider<Clock> clock) {
    return new InMemoryReplayStore(settings.replayCapacity(), clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  @ConditionalOnMissingBean
  SenderConstraint devicegateSenderConstraint(
      DpopSettings settings,
      CertificateProperties certificate,
      ReplayStore replays,
      ObjectProvider<ExternalOrigins> origins,
      ObjectProvider<Clock> clock) {
    return new SenderConstraint(
        settings,
        origins.getIfAvailable(ProofAutoConfiguration::asRequested),
        certificate.finder(),
        replays,
        clock.getIfUnique(Clock::systemUTC));
  }

  private static ExternalOrigins asRequested() {
    return new ExternalOrigins(List.of(), TrustedNetworks.none(), ForwardedHeader.X_FORWARDED);
  }
}
