package io.devicegate.rules.json;

import org.jspecify.annotations.Nullable;

/**
 * The names of JSON members, which are the same few in all events: one text each instead of a new
 * one for each event. Of fixed size; a name that has another's place takes it over. Not
 * thread-safe.
 */
public final class NameCache {

  private static final int SIZE = 512;

  private final @Nullable String[] names = new String[SIZE];

  /** Returns a part of a text. */
  String get(String text, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int place = (hash ^ (hash >>> 16)) & (SIZE - 1);
    String known = names[place];
    if (known != null && known.length() == end - start && text.startsWith(known, start)) {
      return known;
    }
    String name = text.substring(start, end);
    names[place] = name;
    return name;
  }
}
