package io.devicegate.dashboards.privacy;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of what the store keeps about people.
 *
 * @param key secret that hashes are made with, at least {@value #SHORTEST_KEY} characters; needed
 *     where anything is hashed
 * @param previousKeys keys of before, the newest first: what was hashed with them is still found
 *     when a user is looked up or erased; at most {@value #MOST_PREVIOUS_KEYS}
 * @param rotate how long one person is one hash; after that, by the time of the event, another. 1
 *     day to 10 years
 * @param fields what is not kept as it came; at most {@value #MOST_FIELDS}
 */
@Validated
@ConfigurationProperties("devicegate.privacy")
public record PrivacyProperties(
    @Nullable String key,
    @DefaultValue @NotNull @Size(max = PrivacyProperties.MOST_PREVIOUS_KEYS)
        List<String> previousKeys,
    @DefaultValue("30d") @DurationMin(days = 1) @DurationMax(days = 3_650) Duration rotate,
    @DefaultValue @NotNull @Valid @Size(max = PrivacyProperties.MOST_FIELDS) List<Field> fields) {

  static final int SHORTEST_KEY = 32;
  static final int MOST_PREVIOUS_KEYS = 3;
  static final int MOST_FIELDS = 50;

  private static final String PREFIX = "devicegate.privacy.";

  /** Nothing is hashed and nothing dropped. */
  public static final PrivacyProperties NONE =
      new PrivacyProperties(null, List.of(), Duration.ofDays(30), List.of());

  public PrivacyProperties {
    key = key == null || key.isBlank() ? null : key;
    previousKeys = List.copyOf(previousKeys);
    fields = List.copyOf(fields);
    check(key, "key");
    previousKeys.forEach(previous -> check(previous, "previous-keys"));
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (!names.add(FieldNames.normal(field.name()))) {
        throw new IllegalArgumentException(
            PREFIX + "fields: " + field.name() + " stands there twice");
      }
      if (field.action() == Action.HASH && key == null) {
        throw new IllegalArgumentException(
            PREFIX
                + "key: missing, and "
                + field.name()
                + " is to be hashed (expected: a secret of at least "
                + SHORTEST_KEY
                + " characters, such as openssl rand -base64 32 gives)");
      }
    }
  }

  private static void check(@Nullable String key, String name) {
    if (key != null && key.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          PREFIX + name + ": too short (expected: at least " + SHORTEST_KEY + " characters)");
    }
  }

  /** Without the keys: settings end up in logs. */
  @Override
  public String toString() {
    return "PrivacyProperties[key=%s, previousKeys=%d, rotate=%s, fields=%s]"
        .formatted(key == null ? "none" : "set", previousKeys.size(), rotate, fields);
  }

  /** What is done to a field. */
  public enum Action {
    /** A hash with the key takes its place: the same value is the same hash until it rotates. */
    HASH,
    /** It is not kept. */
    DROP
  }

  /**
   * What is done to one field, and when.
   *
   * @param name {@code user} for everything that names a person (user id, user name, e-mail, phone
   *     number, wherever it stands), {@code address} for everything that is the network address of
   *     one, or the name of a member of the event's JSON at any depth, such as {@code user_agent}
   * @param action what is done
   * @param after how long after the event; 0 for before it is stored
   */
  public record Field(
      @NotNull String name,
      @DefaultValue("hash") Action action,
      @DefaultValue("0s") @DurationMin(nanos = 0) @DurationMax(days = 3_650) Duration after) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** Without these an event is none, or is another one. */
    private static final Set<String> NEEDED =
        Set.of("logid", "id", "type", "date", "data", "clientid");

    /** Who names one of these means all that stands for the same person or place. */
    private static final Map<String, String> MEANT =
        Map.of(
            "user", "user",
            "userid", "user",
            "address", "address",
            "ip", "address",
            "clientip", "address");

    public Field {
      Objects.requireNonNull(name, PREFIX + "fields: name is missing");
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            PREFIX + "fields: \"" + name + "\" (expected: user, address or a member's name)");
      }
      String meant = MEANT.getOrDefault(FieldNames.normal(name), name);
      if (!meant.equals(name)) {
        throw new IllegalArgumentException(
            PREFIX + "fields: " + name + " (expected: " + meant + ", which stands for all of it)");
      }
      if (NEEDED.contains(FieldNames.normal(name))) {
        throw new IllegalArgumentException(
            PREFIX
                + "fields: "
                + name
                + " is what events are told apart by, and cannot be given up");
      }
    }
  }
}
