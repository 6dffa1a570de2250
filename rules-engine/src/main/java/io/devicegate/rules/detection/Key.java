package io.devicegate.rules.detection;

import java.util.List;

/**
 * Several texts as one, so that different texts are always different keys. One by itself is its own
 * key, which costs no memory.
 */
final class Key {

  private Key() {}

  static String of(List<String> parts) {
    return parts.size() == 1 ? parts.get(0) : spelled(parts);
  }

  /** Returns the key as signals are named by it, however few texts it has. */
  static String inFull(String key, int parts) {
    return parts == 1 ? spelled(List.of(key)) : key;
  }

  private static String spelled(List<String> parts) {
    StringBuilder key = new StringBuilder();
    parts.forEach(part -> key.append(part.length()).append(':').append(part));
    return key.toString();
  }

  /**
   * Returns one of the texts again.
   *
   * @param parts how many there are
   */
  static String part(String key, int place, int parts) {
    if (parts == 1) {
      return key;
    }
    int at = 0;
    for (int i = 0; ; i++) {
      int colon = key.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(key.substring(at, colon));
      if (i == place) {
        return key.substring(colon + 1, end);
      }
      at = end;
    }
  }
}
