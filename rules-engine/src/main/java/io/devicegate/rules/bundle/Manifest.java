package io.devicegate.rules.bundle;

import io.devicegate.rules.json.JsonReader;
import io.devicegate.rules.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a bundle holds.
 *
 * @param version 1 or higher
 * @param created when it was signed
 * @param files digest of each file, as {@code sha256:…}, by its path from the bundle's folder
 */
record Manifest(long version, Instant created, Map<String, String> files) {

  static final String NAME = "manifest.json";
  static final String SIGNATURE = "manifest.sig";
  static final int MAX_FILES = 5_000;
  static final int MAX_DEPTH = 8;

  // Neither "..", nor a hidden file, nor anything that another system reads otherwise.
  private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}";
  private static final Pattern PATH =
      Pattern.compile(PART + "(/" + PART + "){0," + (MAX_DEPTH - 1) + "}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  Manifest {
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: 1 or higher)");
    }
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new IllegalArgumentException(
          "files: " + files.size() + " (expected: 1 to " + MAX_FILES + ")");
    }
    files.forEach(Manifest::check);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  private static void check(String path, String digest) {
    if (!isPath(path)) {
      throw new IllegalArgumentException(
          "files: '"
              + path
              + "' (expected: a path of at most "
              + MAX_DEPTH
              + " names of letters, digits, _, . and -, none of which begins with a dot)");
    }
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException("files." + path + " (expected: sha256: and 64 digits)");
    }
  }

  static boolean isPath(String path) {
    return PATH.matcher(path).matches() && !path.equals(NAME) && !path.equals(SIGNATURE);
  }

  /**
   * Reads what {@link #bytes} wrote; only ever what a signature vouches for.
   *
   * @throws IllegalArgumentException if it is none; says what was expected
   */
  static Manifest of(byte[] json) {
    Map<String, Object> data = JsonReader.read(new String(json, StandardCharsets.UTF_8));
    if (!data.keySet().equals(Set.of("version", "created", "files"))
        || !(data.get("version") instanceof Long version)
        || !(data.get("created") instanceof String created)
        || !(data.get("files") instanceof Map<?, ?> files)) {
      throw new IllegalArgumentException("expected: version, created and files");
    }
    Map<String, String> digests = new TreeMap<>();
    files.forEach((path, digest) -> digests.put((String) path, String.valueOf(digest)));
    try {
      return new Manifest(version, Instant.parse(created), digests);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("created (expected: such as 2026-11-24T12:00:00Z)", e);
    }
  }

  byte[] bytes() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", version);
    data.put("created", created.toString());
    data.put("files", files);
    return (JsonWriter.write(data) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
