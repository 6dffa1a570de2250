package io.devicegate.rules.login;

/** Text that a script chose, made fit for a log line or a message. */
final class ScriptText {

  /** As much as Auth0 keeps of a script's console. */
  static final int MAX_LENGTH = 256;

  private ScriptText() {}

  /**
   * Returns at most {@link #MAX_LENGTH} characters, without line breaks and other control
   * characters.
   */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    text.codePoints()
        .limit(MAX_LENGTH)
        .map(c -> isPrintable(c) ? c : ' ')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
