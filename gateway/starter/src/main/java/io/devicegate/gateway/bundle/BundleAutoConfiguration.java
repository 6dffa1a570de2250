package io.devicegate.gateway.bundle;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.rules.bundle.LastBundle;
import java.security.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The key of {@code devicegate.rules.public-key}; without it rules need no signature. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties(BundleProperties.class)
class BundleAutoConfiguration {

  private static final Logger log = LoggerFactory.getLogger(BundleAutoConfiguration.class);

  @Bean
  @ConditionalOnMissingBean
  RuleBundles devicegateRuleBundles(BundleProperties properties) {
    PublicKey key = properties.key();
    if (properties.versionFile() != null) {
      return new RuleBundles(key, LastBundle.inFile(properties.versionFile()));
    }
    if (key != null) {
      log.warn(
          "Without devicegate.rules.version-file an older signed bundle can be put back at a"
              + " restart");
    }
    return new RuleBundles(key, LastBundle.inMemory());
  }
}
