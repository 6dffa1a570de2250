package io.devicegate.rules.json;

/**
 * Thrown when a text is not the JSON object that was expected. Quotes nothing of the text's values.
 */
public final class MalformedJsonException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int column;

  MalformedJsonException(int column, String message) {
    super(message);
    this.column = column;
  }

  /** Returns at which character it is wrong, counted from 1; 0 when it is the whole text. */
  public int column() {
    return column;
  }
}
