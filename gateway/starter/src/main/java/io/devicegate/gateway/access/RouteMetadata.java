package io.devicegate.gateway.access;

import io.devicegate.gateway.edge.CanonicalPath;
import io.devicegate.gateway.proof.ProofMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * The keys of a route's metadata that are ours. A key that is not known fails: a demand that nobody
 * enforces, for a letter too few, is worse than none.
 */
final class RouteMetadata {

  private static final String PREFIX = "devicegate";
  private static final Set<String> KEYS =
      Set.of(
          "require", "scopes", "scopes-any", "max-age", "acr-values", "budget", "resource", "dpop");

  private final Map<String, Object> values;

  private RouteMetadata(Map<String, Object> values) {
    this.values = values;
  }

  /** Reads keys with a dot, and the nested map that YAML and properties make of them. */
  static RouteMetadata of(Map<String, Object> metadata) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (metadata.get(PREFIX) instanceof Map<?, ?> nested) {
      nested.forEach((key, value) -> values.put(String.valueOf(key), value));
    }
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX + ".")) {
            values.put(key.substring(PREFIX.length() + 1), value);
          }
        });
    values.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  PREFIX + "." + key + ": unknown (expected: one of " + new TreeSet<>(KEYS) + ")");
            });
    return new RouteMetadata(values);
  }

  @Nullable String text(String key) {
    Object value = values.get(key);
    if (value == null) {
      return null;
    }
    String text = value.toString().strip();
    if (text.isEmpty()) {
      throw malformed(key, value, "a name");
    }
    return text;
  }

  /** A list, or words with spaces or commas between them; no more than printable ASCII. */
  List<String> words(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    for (Object item : items(value)) {
      for (String word : String.valueOf(item).strip().split("[ ,]+", -1)) {
        words.add(word);
      }
    }
    if (words.isEmpty() || !words.stream().allMatch(RouteMetadata::isWord)) {
      throw malformed(key, value, "words such as read:catalogue, with spaces between them");
    }
    return words;
  }

  @Nullable Duration duration(String key) {
    Object value = values.get(key);
    if (value == null) {
      return null;
    }
    try {
      Duration duration = DurationStyle.detectAndParse(value.toString().strip());
      if (duration.toSeconds() >= 1) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, in the words of the setting.
    }
    throw malformed(key, value, "a duration of 1s or more, such as 15m");
  }

  String path(String key) {
    String text = text(key);
    if (text == null) {
      return "";
    }
    boolean canonical =
        CanonicalPath.of(text) instanceof CanonicalPath.Canonical path && path.path().equals(text);
    if (!canonical || text.endsWith("/")) {
      throw malformed(key, text, "a path such as /catalogue");
    }
    return text;
  }

  @Nullable ProofMode proofMode(String key) {
    Object value = values.get(key);
    if (value == null) {
      return null;
    }
    // YAML 1.1 reads a bare off as false.
    String name = Boolean.FALSE.equals(value) ? "off" : value.toString();
    for (ProofMode mode : ProofMode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
        return mode;
      }
    }
    throw malformed(key, value, "off, optional or required");
  }

  private static Collection<?> items(Object value) {
    if (value instanceof Collection<?> several) {
      return several;
    }
    // Properties with an index become a map of their numbers.
    return value instanceof Map<?, ?> numbered ? numbered.values() : List.of(value);
  }

  /** The alphabet of a scope (RFC 6749, appendix A.4). */
  private static boolean isWord(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
  }

  private static IllegalArgumentException malformed(String key, Object value, String expected) {
    return new IllegalArgumentException(
        PREFIX + "." + key + ": " + value + " (expected: " + expected + ")");
  }
}
