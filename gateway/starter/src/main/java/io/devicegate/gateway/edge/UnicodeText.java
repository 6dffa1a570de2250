package io.devicegate.gateway.edge;

import io.devicegate.gateway.edge.CanonicalPath.Ambiguity;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import org.jspecify.annotations.Nullable;

/** Doubts about decoded text: characters that another reader would turn into others. */
final class UnicodeText {

  private static final String DELIMITERS = "/\\.%;?#";

  private UnicodeText() {}

  static @Nullable Ambiguity doubtOf(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return null;
    }
    if (text.codePoints().anyMatch(UnicodeText::separatesLines)) {
      return Ambiguity.CONTROL_CHARACTER;
    }
    if (!Normalizer.isNormalized(text, Form.NFC)) {
      return Ambiguity.UNICODE_SPELLING;
    }
    // A full-width slash, or an ellipsis, becomes a delimiter for a reader that normalises to NFKC.
    String compatible = Normalizer.normalize(text, Form.NFKC);
    return delimiters(compatible) == delimiters(text) ? null : Ambiguity.UNICODE_SPELLING;
  }

  private static boolean separatesLines(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }

  private static long delimiters(String text) {
    return text.chars().filter(c -> DELIMITERS.indexOf(c) >= 0).count();
  }
}
