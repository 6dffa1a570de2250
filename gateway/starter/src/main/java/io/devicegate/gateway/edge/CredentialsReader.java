package io.devicegate.gateway.edge;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.edge.Credentials.None;
import io.devicegate.gateway.edge.Credentials.Refused;
import io.devicegate.gateway.edge.Credentials.Scheme;
import io.devicegate.gateway.edge.Credentials.Token;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@link Credentials}; no regular expression touches a token. */
final class CredentialsReader {

  private static final String PARAMETER = "access_token";

  private static final boolean[] TOKEN68 = token68();

  private static final None NONE = new None(false);
  private static final None OTHER_SCHEME = new None(true);

  private CredentialsReader() {}

  static Credentials read(HeaderLines headers, @Nullable String query) {
    if (query != null && FormEncoding.hasField(query, PARAMETER)) {
      return new Refused(Reason.TOKEN_IN_QUERY);
    }
    for (String cookies : headers.named("Cookie")) {
      if (hasTokenCookie(cookies)) {
        return new Refused(Reason.TOKEN_IN_COOKIE);
      }
    }
    List<String> lines = headers.named("Authorization");
    return switch (lines.size()) {
      case 0 -> NONE;
      case 1 -> fromLine(lines.get(0));
      default -> new Refused(Reason.TOKEN_REPEATED);
    };
  }

  private static Credentials fromLine(String line) {
    Scheme scheme = scheme(line);
    if (scheme == null) {
      // Another scheme's credentials may be a list; one of its members must not be a token for us.
      return hidesCredentials(line) ? new Refused(Reason.TOKEN_REPEATED) : other(line);
    }
    int start = scheme == Scheme.BEARER ? "Bearer".length() : "DPoP".length();
    int token = start;
    while (token < line.length() && line.charAt(token) == ' ') {
      token++;
    }
    return token == start
        ? new Refused(Reason.TOKEN_MALFORMED)
        : token(scheme, line.substring(token));
  }

  private static None other(String line) {
    return line.isBlank() ? NONE : OTHER_SCHEME;
  }

  private static Credentials token(Scheme scheme, String token) {
    if (token.indexOf(',') >= 0) {
      return new Refused(Reason.TOKEN_REPEATED);
    }
    if (token.length() > Credentials.MAX_LENGTH) {
      return new Refused(Reason.TOKEN_TOO_LARGE);
    }
    return isToken68(token) ? new Token(scheme, token) : new Refused(Reason.TOKEN_MALFORMED);
  }

  /** Returns the scheme of the line, in any case (RFC 9110, section 11.1); null when not ours. */
  private static @Nullable Scheme scheme(String line) {
    if (startsWithScheme(line, 0, "Bearer")) {
      return Scheme.BEARER;
    }
    return startsWithScheme(line, 0, "DPoP") ? Scheme.DPOP : null;
  }

  private static boolean startsWithScheme(String line, int at, String scheme) {
    int end = at + scheme.length();
    return line.regionMatches(true, at, scheme, 0, scheme.length())
        && (end == line.length() || line.charAt(end) <= ' ' || line.charAt(end) == ',');
  }

  private static boolean hidesCredentials(String line) {
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', comma + 1)) {
      int start = comma + 1;
      while (start < line.length() && line.charAt(start) <= ' ') {
        start++;
      }
      if (startsWithScheme(line, start, "Bearer") || startsWithScheme(line, start, "DPoP")) {
        return true;
      }
    }
    return false;
  }

  /** The alphabet of {@code token68} (RFC 9110, section 11.2), with padding at the end only. */
  private static boolean isToken68(String token) {
    int end = token.length();
    while (end > 0 && token.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = token.charAt(i);
      if (c >= TOKEN68.length || !TOKEN68[c]) {
        return false;
      }
    }
    return end > 0;
  }

  private static boolean[] token68() {
    boolean[] alphabet = new boolean[128];
    String letters = "abcdefghijklmnopqrstuvwxyz";
    String all = letters + letters.toUpperCase(Locale.ROOT) + "0123456789-._~+/";
    all.chars().forEach(c -> alphabet[c] = true);
    return alphabet;
  }

  private static boolean hasTokenCookie(String line) {
    int start = 0;
    while (start <= line.length()) {
      int end = start;
      int equals = -1;
      while (end < line.length() && line.charAt(end) != ';' && line.charAt(end) != ',') {
        if (equals < 0 && line.charAt(end) == '=') {
          equals = end;
        }
        end++;
      }
      if (line.substring(start, equals < 0 ? end : equals).trim().equalsIgnoreCase(PARAMETER)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}
