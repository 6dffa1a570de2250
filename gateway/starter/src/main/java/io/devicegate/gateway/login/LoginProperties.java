package io.devicegate.gateway.login;

import java.nio.file.Path;
import java.time.Duration;
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
 */
@Validated
@ConfigurationProperties("devicegate.rules.login")
record LoginProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Path directory,
    @DefaultValue("250ms") Duration timeout,
    @DefaultValue("32MB") DataSize memory,
    @DefaultValue("2") int workers,
    @DefaultValue("500") int queueSize)
    implements Validator {

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
    if (login.memory.compareTo(DataSize.ofMegabytes(4)) < 0
        || login.memory.compareTo(DataSize.ofMegabytes(1024)) > 0) {
      errors.rejectValue("memory", "invalid", "expected 4MB to 1024MB");
    }
    if (login.workers < 1 || login.workers > 256) {
      errors.rejectValue("workers", "invalid", "expected 1 to 256");
    }
    if (login.queueSize < 1 || login.queueSize > 100_000) {
      errors.rejectValue("queueSize", "invalid", "expected 1 to 100000");
    }
  }
}
