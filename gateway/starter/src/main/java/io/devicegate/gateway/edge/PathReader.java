package io.devicegate.gateway.edge;

import io.devicegate.gateway.edge.CanonicalPath.Ambiguity;
import io.devicegate.gateway.edge.CanonicalPath.Canonical;
import io.devicegate.gateway.edge.CanonicalPath.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a raw path in one pass; the second pass, over escapes, is for the few paths that have any.
 */
final class PathReader {

  private PathReader() {}

  static CanonicalPath read(String raw) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return refused(Ambiguity.NOT_ABSOLUTE);
    }
    if (raw.length() > CanonicalPath.MAX_LENGTH) {
      return refused(Ambiguity.TOO_LONG);
    }
    boolean escaped = false;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      escaped |= c == '%';
      Ambiguity doubt = doubtAt(raw, i, c);
      if (doubt != null) {
        return refused(doubt);
      }
    }
    if (endsInDotOrSpace(raw, raw.length())) {
      return refused(dotDoubt(raw, raw.length()));
    }
    return escaped ? withEscapes(raw) : new Canonical(raw, raw);
  }

  private static @Nullable Ambiguity doubtAt(String raw, int at, char c) {
    if (c == '/') {
      return slashDoubt(raw, at);
    }
    if (c == '%') {
      return escapeDoubt(raw, at);
    }
    return PathCharacters.isLiteral(c) ? null : PathCharacters.doubtOf(c);
  }

  private static @Nullable Ambiguity slashDoubt(String raw, int at) {
    if (at == 0) {
      return null;
    }
    if (raw.charAt(at - 1) == '/') {
      return Ambiguity.EMPTY_SEGMENT;
    }
    return endsInDotOrSpace(raw, at) ? dotDoubt(raw, at) : null;
  }

  private static boolean endsInDotOrSpace(String raw, int end) {
    return raw.charAt(end - 1) == '.' || (end >= 4 && raw.startsWith("%20", end - 3));
  }

  private static Ambiguity dotDoubt(String raw, int end) {
    boolean one = raw.startsWith("/.", end - 2);
    boolean two = end >= 3 && raw.startsWith("/..", end - 3);
    return one || two ? Ambiguity.DOT_SEGMENT : Ambiguity.TRAILING_DOT_OR_SPACE;
  }

  private static @Nullable Ambiguity escapeDoubt(String raw, int at) {
    int value = PathCharacters.escapeAt(raw, at);
    if (value < 0) {
      return Ambiguity.INVALID_ESCAPE;
    }
    return switch (value) {
      case '/' -> Ambiguity.ENCODED_SLASH;
      case '.' -> Ambiguity.ENCODED_DOT;
      case '%' -> Ambiguity.ENCODED_PERCENT;
      case '\\' -> Ambiguity.BACKSLASH;
      case ';' -> Ambiguity.PATH_PARAMETER;
      default -> value < 0x20 || value == 0x7F ? Ambiguity.CONTROL_CHARACTER : null;
    };
  }

  private static CanonicalPath withEscapes(String raw) {
    StringBuilder path = new StringBuilder(raw.length());
    byte[] decoded = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        path.append(c);
        decoded[length++] = (byte) c;
        continue;
      }
      int value = PathCharacters.escapeAt(raw, i);
      decoded[length++] = (byte) value;
      PathCharacters.appendCanonical(path, value);
      i += 2;
    }
    return inUnicode(path.toString(), ByteBuffer.wrap(decoded, 0, length));
  }

  private static CanonicalPath inUnicode(String path, ByteBuffer bytes) {
    String decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return refused(Ambiguity.INVALID_UTF8);
    }
    Ambiguity doubt = UnicodeText.doubtOf(decoded);
    return doubt == null ? new Canonical(path, decoded) : refused(doubt);
  }

  private static Refused refused(Ambiguity reason) {
    return new Refused(reason);
  }
}
