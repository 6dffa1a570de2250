package io.devicegate.rules.login;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of a script, without its comments: enough to see what it asks for before it runs.
 *
 * <p>It is no parser: what it cannot tell, such as a regular expression from a division after a
 * closing bracket, it takes for the likelier. A wrong guess costs a message at load that could have
 * been better, and never more: the sandbox itself holds what it does not provide.
 */
final class ScriptTokens {

  /** What a token is. */
  enum Kind {
    NAME,
    TEXT,
    OTHER
  }

  /**
   * One token.
   *
   * @param kind what it is
   * @param value the name, the content of the text, or the sign
   * @param line counted from 1
   * @param column counted from 1
   */
  record Token(Kind kind, String value, int line, int column) {

    boolean isName(String name) {
      return kind == Kind.NAME && value.equals(name);
    }

    boolean isSign(char sign) {
      return kind == Kind.OTHER && value.length() == 1 && value.charAt(0) == sign;
    }
  }

  private static final Set<String> BEFORE_AN_EXPRESSION =
      Set.of(
          "return",
          "typeof",
          "case",
          "in",
          "of",
          "delete",
          "void",
          "throw",
          "new",
          "else",
          "do",
          "instanceof",
          "await",
          "yield");

  /** Templates within templates; beyond that the rest of the script is not looked at. */
  private static final int MAX_DEPTH = 50;

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private int lineStart;
  private int depth;

  private ScriptTokens(String source) {
    this.source = source;
  }

  /** Returns the tokens in their order. */
  static List<Token> of(String source) {
    ScriptTokens reader = new ScriptTokens(source);
    reader.read(false);
    return List.copyOf(reader.tokens);
  }

  /** Reads to the end, or to the bracket that closes an expression within a template. */
  private void read(boolean inTemplate) {
    int brackets = 0;
    while (position < source.length()) {
      char c = source.charAt(position);
      if (inTemplate && c == '}' && brackets == 0) {
        return;
      }
      brackets += c == '{' ? 1 : c == '}' ? -1 : 0;
      readOne(c);
    }
  }

  private void readOne(char c) {
    if (c == '\n') {
      advance();
    } else if (Character.isWhitespace(c)) {
      position++;
    } else if (source.startsWith("//", position)) {
      skipTo('\n');
    } else if (source.startsWith("/*", position)) {
      skipComment();
    } else if (c == '\'' || c == '"') {
      readText(c);
    } else if (c == '`') {
      readTemplate();
    } else if (Character.isJavaIdentifierStart(c) || c == '#') {
      readName();
    } else if (Character.isDigit(c)) {
      skipNumber();
    } else if (c == '/' && expressionMayBegin()) {
      skipRegularExpression();
    } else {
      add(Kind.OTHER, String.valueOf(c), position);
      position++;
    }
  }

  private void add(Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, line, start - lineStart + 1));
  }

  private void advance() {
    if (source.charAt(position) == '\n') {
      line++;
      lineStart = position + 1;
    }
    position++;
  }

  private void skipTo(char end) {
    while (position < source.length() && source.charAt(position) != end) {
      position++;
    }
  }

  private void skipComment() {
    int end = source.indexOf("*/", position + 2);
    int after = end < 0 ? source.length() : end + 2;
    while (position < after) {
      advance();
    }
  }

  private void readText(char quote) {
    int start = position++;
    StringBuilder value = new StringBuilder();
    while (position < source.length() && source.charAt(position) != quote) {
      if (source.charAt(position) == '\n') {
        return; // not closed: the engine will say so
      }
      if (source.charAt(position) == '\\' && position + 1 < source.length()) {
        position++;
      }
      value.append(source.charAt(position));
      advance();
    }
    if (position < source.length()) {
      position++;
      add(Kind.TEXT, value.toString(), start);
    }
  }

  private void readTemplate() {
    int start = position++;
    int index = tokens.size();
    boolean plain = true;
    StringBuilder value = new StringBuilder();
    while (position < source.length() && source.charAt(position) != '`') {
      if (source.startsWith("${", position)) {
        plain = false;
        position = depth < MAX_DEPTH ? position + 2 : source.length();
        depth++;
        read(true);
        depth--;
      } else if (source.charAt(position) == '\\' && position + 1 < source.length()) {
        position++;
      }
      if (position < source.length()) {
        value.append(source.charAt(position));
        advance();
      }
    }
    position++;
    if (plain) {
      add(Kind.TEXT, value.toString(), start);
    } else {
      tokens.add(index, new Token(Kind.OTHER, "`", line, 0));
    }
  }

  private void readName() {
    int start = position++;
    while (position < source.length() && Character.isJavaIdentifierPart(source.charAt(position))) {
      position++;
    }
    add(Kind.NAME, source.substring(start, position), start);
  }

  private void skipNumber() {
    int start = position;
    while (position < source.length()
        && (Character.isLetterOrDigit(source.charAt(position))
            || source.charAt(position) == '.'
            || source.charAt(position) == '_')) {
      position++;
    }
    add(Kind.OTHER, "0", start);
  }

  private boolean expressionMayBegin() {
    if (tokens.isEmpty()) {
      return true;
    }
    Token last = tokens.get(tokens.size() - 1);
    return switch (last.kind()) {
      case NAME -> BEFORE_AN_EXPRESSION.contains(last.value());
      case TEXT -> false;
      case OTHER -> !Set.of(")", "]", "}", "0", "`").contains(last.value());
    };
  }

  private void skipRegularExpression() {
    int start = position++;
    boolean inClass = false;
    while (position < source.length() && source.charAt(position) != '\n') {
      char c = source.charAt(position);
      if (c == '/' && !inClass) {
        break;
      }
      inClass = c == '[' || (inClass && c != ']');
      position += c == '\\' ? 2 : 1;
    }
    position = Math.min(position + 1, source.length());
    while (position < source.length() && Character.isLetter(source.charAt(position))) {
      position++; // its flags
    }
    add(Kind.OTHER, "0", start);
  }
}
