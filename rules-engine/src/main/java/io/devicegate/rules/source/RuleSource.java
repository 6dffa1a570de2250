package io.devicegate.rules.source;

import static java.util.Objects.requireNonNull;

/**
 * The text of one file of rules.
 *
 * @param file the file's name, as problems shall name it
 * @param text its whole content
 */
public record RuleSource(String file, String text) {

  public RuleSource {
    requireNonNull(file, "file");
    requireNonNull(text, "text");
  }
}
