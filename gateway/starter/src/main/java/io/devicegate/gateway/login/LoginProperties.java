package io.devicegate.gateway.login;

import io.devicegate.rules.login.LoginRulesOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * The login rules at the gateway.
 *
 * @param enabled whether the rules run on the first sight of a token
 * @param directory folder with the rules, {@code *.js}; there are none when absent
 * @param timeout longest time for all rules together to judge one token
 * @param memory memory that the scripts of one run may use
 * @param workers number of tokens judged at the same time
 * @param queueSize maximum number of tokens that wait to be judged
 * @param configuration what Rules see as {@code configuration}
 * @param secrets what Actions see as {@code event.secrets}
 * @param allowedOrigins origins, such as https://api.example.com, to which scripts may connect
 */
@Validated
@ConfigurationProperties("devicegate.rules.login")
record LoginProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Path directory,
    @DefaultValue("250ms") Duration timeout,
    @DefaultValue("32MB") DataSize memory,
    @DefaultValue("2") int workers,
    @DefaultValue("500") int queueSize,
    @DefaultValue Map<String, String> configuration,
    @DefaultValue Map<String, String> secrets,
    @DefaultValue Set<String> allowedOrigins)
    implements Validator {

  LoginProperties {
    configuration = Map.copyOf(configuration);
    secrets = Map.copyOf(secrets);
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /** Returns what the scripts get, as far as this names it. */
  LoginRulesOptions options() {
    return LoginRulesOptions.defaults()
        .withTimeout(timeout)
        .withMemory(Math.toIntExact(memory.toBytes()))
        .withWorkers(workers)
        .withConfiguration(configuration)
        .withSecrets(secrets)
        .withAllowedOrigins(allowedOrigins);
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == LoginProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    LoginProperties login = (LoginProperties) target;
    if (login.timeout.toMillis() < 1 || login.timeout.compareTo(Duration.ofSeconds(20)) > 0) {
      errors.rejectValue("timeout", "invalid", "expected 1ms to 20s, the limit at Auth0");
    }
    if (login.memory.compareTo(DataSize.ofMegabytes(8)) < 0
        || login.memory.compareTo(DataSize.ofMegabytes(1024)) > 0) {
      errors.rejectValue("memory", "invalid", "expected 8MB to 1024MB");
    }
    if (login.workers < 1 || login.workers > 256) {
      errors.rejectValue("workers", "invalid", "expected 1 to 256");
    }
    if (login.queueSize < 1 || login.queueSize > 100_000) {
      errors.rejectValue("queueSize", "invalid", "expected 1 to 100000");
    }
    for (String origin : login.allowedOrigins) {
      if (!LoginRulesOptions.isOrigin(origin)) {
        errors.rejectValue(
            "allowedOrigins", "invalid", "expected origins, such as https://api.example.com");
      }
    }
  }

  /** Returns no configuration and no secrets: they are nobody's to read. */
  @Override
  public String toString() {
    return "LoginProperties[enabled=%s, directory=%s, timeout=%s, memory=%s, workers=%d, queueSize=%d]"
        .formatted(enabled, directory, timeout, memory, workers, queueSize);
  }
}
