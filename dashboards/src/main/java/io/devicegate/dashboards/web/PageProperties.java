package io.devicegate.dashboards.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the pages.
 *
 * @param owners whom the runbooks mean by their roles, in words that help to reach them, such as
 *     {@code Identity team, #identity, +49 30 1234}; at most {@value #LONGEST} characters each.
 *     What is absent is only named by its role
 */
@ConfigurationProperties("devicegate.pages")
public record PageProperties(@DefaultValue Map<Owner, String> owners) {

  static final int LONGEST = 200;

  public PageProperties {
    EnumMap<Owner, String> copy = new EnumMap<>(Owner.class);
    owners.forEach(
        (owner, contact) -> {
          if (contact.length() > LONGEST) {
            throw new IllegalArgumentException(
                "devicegate.pages.owners.%s: %d characters (expected: at most %d)"
                    .formatted(owner.label(), contact.length(), LONGEST));
          }
          if (!contact.isBlank()) {
            copy.put(owner, contact.strip());
          }
        });
    owners = Map.copyOf(copy);
  }

  /** Those whom a runbook says to call, who are known by name. */
  List<Contact> named(String escalation) {
    return owners.entrySet().stream()
        .filter(owner -> owner.getKey().isMeantBy(escalation))
        .sorted(Map.Entry.comparingByKey())
        .map(owner -> new Contact(owner.getKey().label(), owner.getValue()))
        .toList();
  }

  /**
   * Somebody to call.
   *
   * @param role what the runbook calls them
   * @param contact how to reach them
   */
  record Contact(String role, String contact) {}

  /** Who can be meant by a runbook. */
  public enum Owner {
    /** Who administers the tenant. */
    TENANT("tenant"),
    /** Whose application or device it is. */
    APPLICATION("application|client|team of the device"),
    /** Who writes Rules, Actions, policies and detections. */
    RULES("rules?|actions?|polic(?:y|ies)"),
    /** Whose login connection or directory it is. */
    CONNECTION("connection|directory"),
    /** Who runs what is between the tenant and us. */
    NETWORK("network|stream"),
    /** Who runs the machine and the process. */
    PLATFORM("platform|machine"),
    /** Who answers to attacks. */
    SECURITY("security"),
    /** Who makes what users see. */
    PRODUCT("product team|page");

    private final Pattern words;

    Owner(String words) {
      this.words = Pattern.compile("\\b(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isMeantBy(String text) {
      return words.matcher(text).find();
    }
  }
}
