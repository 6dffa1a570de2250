package io.devicegate.sandbox.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

  private final Properties english = load("/messages.properties");
  private final Properties french = load("/messages_fr.properties");

  @Test
  void bothLanguagesHaveTheSameKeys() {
    assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
  }

  @Test
  void bothLanguagesFillInTheSamePlaceholders() {
    assertThat(english.stringPropertyNames())
        .allSatisfy(
            key ->
                assertThat(placeholders(french.getProperty(key)))
                    .as(key)
                    .containsExactlyInAnyOrder(placeholders(english.getProperty(key))));
  }

  /** MessageFormat swallows a straight apostrophe, and only in messages with arguments. */
  @Test
  void noMessageWithPlaceholderHasStraightApostrophe() {
    assertThat(Stream.of(english, french).flatMap(file -> file.values().stream()))
        .map(Object::toString)
        .filteredOn(text -> placeholders(text).length > 0)
        .isNotEmpty()
        .noneMatch(text -> text.contains("'"));
  }

  @Test
  void noMessageIsBlank() {
    assertThat(Stream.of(english, french).flatMap(file -> file.values().stream()))
        .allSatisfy(text -> assertThat(text.toString()).isNotBlank());
  }

  private static String[] placeholders(String text) {
    return PLACEHOLDER.matcher(text).results().map(MatchResult::group).toArray(String[]::new);
  }

  private static Properties load(String resource) {
    try (InputStream file =
        Objects.requireNonNull(MessagesTest.class.getResourceAsStream(resource), resource)) {
      Properties messages = new Properties();
      messages.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      return messages;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
