package io.devicegate.gateway.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the gateway's process.
 *
 * @param stopWithParent whether the gateway stops when the process that started it ends
 * @param calls what the dashboards learn of calls that were let through
 */
@Validated
@ConfigurationProperties("devicegate.server")
record ServerProperties(@DefaultValue("false") boolean stopWithParent, @DefaultValue Calls calls)
    implements Validator {

  /**
   * What the dashboards learn of calls that were let through; refusals are always told one by one.
   *
   * @param tellAgain how long after one call of a caller the next is told by itself, 1 second to 1
   *     day; the others are counted
   * @param countFor for how long calls are counted before the dashboards learn of them, 100
   *     milliseconds to 5 minutes
   */
  record Calls(@DefaultValue("15m") Duration tellAgain, @DefaultValue("10s") Duration countFor) {}

  @Override
  public boolean supports(Class<?> type) {
    return type == ServerProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    Calls calls = ((ServerProperties) target).calls;
    if (!isWithin(calls.tellAgain, Duration.ofSeconds(1), Duration.ofDays(1))) {
      errors.rejectValue("calls.tellAgain", "invalid", "expected 1s to 1d");
    }
    if (!isWithin(calls.countFor, Duration.ofMillis(100), Duration.ofMinutes(5))) {
      errors.rejectValue("calls.countFor", "invalid", "expected 100ms to 5m");
    }
  }

  private static boolean isWithin(Duration value, Duration least, Duration most) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }
}
