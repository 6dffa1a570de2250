package io.devicegate.gateway.login;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.InvalidSettingException;
import io.devicegate.gateway.bundle.RuleBundles;
import io.devicegate.gateway.token.IssuerClient;
import io.devicegate.rules.login.LoginRules;
import io.devicegate.rules.login.LoginRulesOptions;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The login rules of {@code devicegate.rules.login.directory}. */
@AutoConfiguration
@ConditionalOnDevicegate
@ConditionalOnBooleanProperty(name = "devicegate.rules.login.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LoginProperties.class)
class LoginAutoConfiguration {

  private static final String DIRECTORY = "devicegate.rules.login.directory";

  private static final Logger log = LoggerFactory.getLogger(LoginAutoConfiguration.class);

  @Bean
  @ConditionalOnMissingBean
  LoginCheck devicegateLoginCheck(
      LoginProperties properties, IssuerClient client, RuleBundles bundles) {
    Path directory = properties.directory();
    if (directory == null) {
      return LoginCheck.NONE;
    }
    LoginRules rules = load(directory, properties, bundles);
    log.info("Login rules of {}: {}", directory, rules.names());
    rules.remarks().forEach(remark -> log.info("{}", remark));
    return new LoginRulesCheck(rules, new UserInfo(client)::find, properties);
  }

  private static LoginRules load(Path directory, LoginProperties properties, RuleBundles bundles) {
    if (!Files.isDirectory(directory)) {
      throw new InvalidSettingException(
          DIRECTORY + ": " + directory.toAbsolutePath() + " (expected: a folder)",
          "Create the folder, or correct the property, or leave it out to have no login rules.");
    }
    try {
      LoginRulesOptions options = properties.options();
      return bundles
          .signed(directory, RuleFolder.SCRIPT)
          .map(signed -> signed.load(scripts -> LoginRules.load(scripts, options)))
          .orElseGet(() -> LoginRules.load(directory, options));
    } catch (RuleCompilationException e) {
      throw new InvalidSettingException(
          DIRECTORY + ": " + directory + " has rules that cannot run:\n" + e.getMessage(),
          "Correct the rules at the places named.");
    }
  }
}
