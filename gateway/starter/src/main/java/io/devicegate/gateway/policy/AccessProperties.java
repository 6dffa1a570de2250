package io.devicegate.gateway.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * The access policies.
 *
 * @param directory folder with the policies, {@code *.yaml}; routes demand no more than their
 *     metadata says when absent
 * @param reloadInterval time between two looks at the folder; 0s for none after the start
 * @param shadowBudget worst-case cost of all policies in shadow together for one request, in units
 *     of about one comparison; those beyond it are not evaluated
 * @param params values that replace parameters of a policy, by its name and theirs; names with an
 *     underscore stand in brackets
 * @param inputs inputs that policies require by name and that the tokens of all tenants carry, such
 *     as {@code token.auth_time} or {@code user.groups}; {@code signals} where detections run
 * @param recording which decisions are logged with all that the policies saw, for a replay
 */
@Validated
@ConfigurationProperties("devicegate.access")
record AccessProperties(
    @Nullable Path directory,
    @DefaultValue("10s") Duration reloadInterval,
    @DefaultValue("1000000") long shadowBudget,
    @DefaultValue Map<String, Map<String, String>> params,
    @DefaultValue Set<String> inputs,
    @DefaultValue Recording recording)
    implements Validator {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What a token can say; the rest the gateway knows by itself, or not at all. */
  private static final List<String> CARRIED =
      List.of("token.", "user.email", "user.groups", "signals");

  AccessProperties {
    params = Map.copyOf(params);
    inputs = Set.copyOf(inputs);
  }

  private static boolean mayBeCarried(String input) {
    return CARRIED.stream().anyMatch(input::startsWith);
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == AccessProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    AccessProperties access = (AccessProperties) target;
    Duration interval = access.reloadInterval;
    if (!interval.isZero()
        && (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0)) {
      errors.rejectValue("reloadInterval", "invalid", "expected 0s, or 100ms to 1d");
    }
    if (access.shadowBudget < 1) {
      errors.rejectValue("shadowBudget", "invalid", "expected 1 or more");
    }
    if (!access.inputs.stream().allMatch(AccessProperties::mayBeCarried)) {
      errors.rejectValue("inputs", "invalid", "expected names that begin with " + CARRIED);
    }
    double share = access.recording.allowedShare();
    if (!(share >= 0 && share <= 1)) {
      errors.rejectValue("recording.allowedShare", "invalid", "expected 0 to 1");
    }
  }
}
