package io.devicegate.gateway.policy;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.InvalidSettingException;
import io.devicegate.gateway.bundle.RuleBundles;
import io.devicegate.gateway.telemetry.AccessMetrics;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The access policies of {@code devicegate.access.directory}; without it there are none. */
@AutoConfiguration
@ConditionalOnDevicegate
@ConditionalOnProperty("devicegate.access.directory")
@EnableConfigurationProperties(AccessProperties.class)
class PolicyAutoConfiguration {

  private static final String DIRECTORY = "devicegate.access.directory";

  @Bean
  @ConditionalOnMissingBean
  AccessPolicies devicegateAccessPolicies(
      AccessProperties properties,
      RuleBundles bundles,
      AccessMetrics metrics,
      ObjectProvider<Clock> clocks) {
    Path directory = directory(properties);
    RuleFiles files =
        bundles
            .signed(directory, RuleFolder.YAML)
            .map(RuleFiles::of)
            .orElseGet(() -> RuleFiles.of(directory));
    RuleLoader loader = new RuleLoader(files, options(properties));
    try {
      return new AccessPolicies(
          loader, properties.recording(), metrics, clocks.getIfUnique(Clock::systemUTC));
    } catch (RuleCompilationException e) {
      throw new InvalidSettingException(
          DIRECTORY + ": " + directory + " has policies that cannot be used:\n" + e.getMessage(),
          "Correct the policies at the places named.");
    }
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  PolicyRefresh devicegatePolicyRefresh(AccessPolicies policies, AccessProperties properties) {
    return new PolicyRefresh(policies, properties.reloadInterval());
  }

  private static AccessRulesOptions options(AccessProperties properties) {
    Set<String> inputs = new HashSet<>(properties.inputs());
    inputs.addAll(TokenFacts.INPUTS);
    return AccessRulesOptions.defaults()
        .withInputs(inputs)
        .withShadowBudget(properties.shadowBudget())
        .withParams(PlainParams.of(properties.params()));
  }

  private static Path directory(AccessProperties properties) {
    Path directory = properties.directory();
    if (directory == null || !Files.isDirectory(directory)) {
      String found = directory == null ? "" : directory.toAbsolutePath().toString();
      throw new InvalidSettingException(
          DIRECTORY + ": " + found + " (expected: a folder)",
          "Create the folder, or correct the property, or leave it out to have no access policies.");
    }
    return directory;
  }
}
