package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.ScriptTokens.Kind;
import io.devicegate.rules.login.ScriptTokens.Token;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTokensTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          a // b 'c' | a
          a /* b */ c | a c
          x = 'a\\'b' + "c" | x a'b c
          f(`plain`) | f plain
          f(`a ${b + `${c}`} d`) + e | f b c e
          `${ { a: 1 }.b }` | a b
          x = /'[/"]\\//g; y | x y
          return /a'b/.test(c) | return test c
          (a) / b / c | a b c
          a[0] / b; 'c' | a b c
          x = 1 / 2e3 / y | x y
          $a._b.#c | $a _b #c
          'not closed | -
          `not closed ${a | a
          /* not closed | -
          """)
  void seesNamesAndTexts(String source, String words) {
    assertThat(String.join(" ", words(source))).isEqualTo(words.equals("-") ? "" : words);
  }

  @Test
  void countsLinesAndColumns() {
    List<Token> tokens = ScriptTokens.of("a\n/*\n*/ b\n  `\n` + `${c}` d");

    assertThat(tokens).contains(new Token(Kind.NAME, "b", 3, 4), new Token(Kind.NAME, "d", 5, 12));
  }

  @Test
  void survivesAnything() {
    Random random = new Random(4711);
    String signs = "`${}'\"/\\*\n ab.()[]#1\uD800";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder source = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        source.append(signs.charAt(random.nextInt(signs.length())));
      }
      assertThat(ScriptTokens.of(source.toString())).hasSizeLessThanOrEqualTo(source.length());
    }
    assertThat(ScriptTokens.of("`${".repeat(30_000))).isNotNull();
    assertThat(ScriptTokens.of("{".repeat(100_000))).hasSize(100_000);
  }

  private static List<String> words(String source) {
    return ScriptTokens.of(source).stream()
        .filter(token -> token.kind() != Kind.OTHER)
        .map(Token::value)
        .toList();
  }
}
