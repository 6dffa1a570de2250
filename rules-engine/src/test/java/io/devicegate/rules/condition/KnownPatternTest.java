package io.devicegate.rules.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownPatternTest {

  private static final Pattern PATTERN = Pattern.compile("(?i)curl|\\bbot\\b|x{3}");

  private final KnownPattern known = new KnownPattern(PATTERN);

  /** More texts than places, so that they drive each other out, and some that are too long. */
  @Test
  void saysOfEveryTextWhatThePatternSays() {
    Random random = new Random(7);
    List<String> texts =
        IntStream.range(0, 200)
            .mapToObj(i -> "x".repeat(random.nextInt(5)) + pick(random) + " ".repeat(i * 2) + i)
            .toList();

    for (int i = 0; i < 20_000; i++) {
      // A text that is equal, and not the same.
      String text = new String(texts.get(random.nextInt(texts.size())).toCharArray());
      assertThat(known.isIn(text)).as(text).isEqualTo(PATTERN.matcher(text).find());
    }
  }

  private static String pick(Random random) {
    return List.of("Curl/8", "a bot", "robots", "Firmware 1.2 / TV").get(random.nextInt(4));
  }

  @Test
  void tellsApartTextsOfOneHash() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    KnownPattern capital = new KnownPattern(Pattern.compile("^A"));

    assertThat(capital.isIn("Aa")).isTrue();
    assertThat(capital.isIn("BB")).isFalse();
    assertThat(capital.isIn("Aa")).isTrue();
  }
}
