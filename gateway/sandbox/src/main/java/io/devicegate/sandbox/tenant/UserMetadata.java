package io.devicegate.sandbox.tenant;

import io.devicegate.rules.login.LoginEffects;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is stored about a person, for as long as the tenant runs.
 *
 * @param app what administrators and rules store
 * @param user what the person, and rules, store
 */
record UserMetadata(Map<String, Object> app, Map<String, Object> user) {

  private static final Logger log = LoggerFactory.getLogger(UserMetadata.class);

  /** Names that one of the two may have; what is more is dropped. */
  private static final int MAX_NAMES = 100;

  static UserMetadata of(SandboxProperties.User user) {
    return new UserMetadata(
        new LinkedHashMap<>(user.appMetadata()), new LinkedHashMap<>(user.userMetadata()));
  }

  UserMetadata with(LoginEffects effects) {
    return new UserMetadata(
        merged(app, effects.appMetadata()), merged(user, effects.userMetadata()));
  }

  private static Map<String, Object> merged(
      Map<String, Object> before, Map<String, Object> changes) {
    Map<String, Object> merged = new LinkedHashMap<>(before);
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            merged.remove(name);
          } else if (merged.size() < MAX_NAMES || merged.containsKey(name)) {
            merged.put(name, value);
          } else {
            log.warn("dropped metadata of a user: more than {} names", MAX_NAMES);
          }
        });
    return merged;
  }
}
