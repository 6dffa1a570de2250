package io.devicegate.rules.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A member of what Auth0 hands to a script, and what becomes of it here. All of them are in {@code
 * members.txt}, from which the messages come that a script's author sees, and the table in the
 * documents.
 *
 * @param path such as {@code api.access.deny}
 * @param support what becomes of it
 * @param note how far, or why not; may be empty
 */
record Auth0Member(String path, Support support, String note) {

  /** What becomes of a member. */
  enum Support {
    /** It works as at Auth0, as far as the note says. */
    SUPPORTED,
    /** A script that uses it is refused at load, and stopped at login. */
    REFUSED,
    /** It has no effect, and the load says so. */
    IGNORED
  }

  private static final String SAME = "the same";
  private static final Map<String, Auth0Member> ALL = read();

  /** Returns all members, in the order in which they are documented. */
  static Collection<Auth0Member> all() {
    return ALL.values();
  }

  static Optional<Auth0Member> named(String path) {
    return Optional.ofNullable(ALL.get(path));
  }

  /** Returns what to say of a member that a script must not use. */
  static String refusal(String path) {
    String reason = named(path).map(Auth0Member::note).orElse("Auth0 documents no such member");
    return path + " is not supported by login rules here: " + reason;
  }

  /** Returns what to say of a member that a script may use in vain. */
  String remark() {
    return path + " has no effect here: " + note;
  }

  private static Map<String, Auth0Member> read() {
    Map<String, Auth0Member> members = new LinkedHashMap<>();
    String note = "";
    for (String line : lines()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(line.split("\\|", 3));
      String own = cells.get(2).trim();
      note = own.equals(SAME) ? note : own;
      String path = cells.get(0).trim();
      Support support = Support.valueOf(cells.get(1).trim().toUpperCase(Locale.ROOT));
      members.put(path, new Auth0Member(path, support, note));
    }
    return Collections.unmodifiableMap(members);
  }

  private static List<String> lines() {
    try (InputStream in = Auth0Member.class.getResourceAsStream("members.txt")) {
      if (in == null) {
        throw new IllegalStateException("members.txt is missing from the class path");
      }
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
