package io.devicegate.rules.login;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What scripts keep by {@code api.cache} from one login to the next of the same user.
 *
 * <p>At Auth0 the cache is the tenant's, so that one user's login can leave something for
 * another's. Here each user has one of its own: whatever a script writes, no other user's run can
 * read it. A login without a user id has none that lasts. At most {@value #MAX_USERS} users with
 * {@value #MAX_BYTES} bytes each; who has been away longest is forgotten first. A cache may forget,
 * so a script works the same without. Thread-safe.
 */
final class UserCaches {

  static final int MAX_USERS = 1_000;
  // 8 KB of keys and values, and as much again for their escapes and surroundings.
  static final int MAX_BYTES = 16 * 1024;

  private static final String NOTHING = "[]";

  private final Map<String, String> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_USERS;
        }
      };

  /** Returns a JSON array of what the user's last run kept. */
  synchronized String of(String userId) {
    return entries.getOrDefault(userId, NOTHING);
  }

  /**
   * Keeps what a run left, a JSON object with {@code entries}; nothing of it when it is too much.
   */
  void keep(String userId, String json) {
    if (userId.isEmpty()) {
      return;
    }
    // Read and written again: what a script's side says is not JSON until it has been checked.
    Optional<String> checked =
        Json.read(json, MAX_BYTES)
            .filter(kept -> kept.get("entries") instanceof List<?>)
            .flatMap(kept -> Json.write(Map.of("entries", kept.get("entries")), MAX_BYTES));
    String list =
        checked
            .map(text -> text.substring("{\"entries\":".length(), text.length() - 1))
            .orElse(NOTHING);
    synchronized (this) {
      entries.put(userId, list);
    }
  }

  /** Returns the bytes that are kept for all users. */
  synchronized long bytes() {
    return entries.values().stream()
        .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }
}
