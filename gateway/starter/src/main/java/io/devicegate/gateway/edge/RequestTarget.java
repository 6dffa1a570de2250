package io.devicegate.gateway.edge;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a request target, raw (RFC 9112, section 3.2).
 *
 * @param authority what an absolute-form names; null for origin-form
 * @param path raw path, empty when an absolute-form has none
 * @param query raw query without question mark; null when there is none
 */
record RequestTarget(@Nullable String authority, String path, @Nullable String query) {

  static RequestTarget split(String target) {
    String authority = null;
    String rest = target;
    int start = absoluteStart(target);
    if (start > 0) {
      int end = authorityEnd(target, start);
      authority = target.substring(start, end);
      rest = target.substring(end);
    }
    int mark = rest.indexOf('?');
    return mark < 0
        ? new RequestTarget(authority, rest, null)
        : new RequestTarget(authority, rest.substring(0, mark), rest.substring(mark + 1));
  }

  /** Returns whether the query holds only what RFC 3986, section 3.4, allows, and lenient marks. */
  boolean hasPlainQuery() {
    if (query == null) {
      return true;
    }
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      boolean visible = c > 0x20 && c < 0x7F && c != '#' && c != '\\';
      if (!visible || (c == '%' && PathCharacters.escapeAt(query, i) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static int absoluteStart(String target) {
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static int authorityEnd(String target, int start) {
    int end = start;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
