package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.edge.CanonicalPath.Ambiguity;
import io.devicegate.gateway.edge.CanonicalPath.Canonical;
import io.devicegate.gateway.edge.CanonicalPath.Refused;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {

  private static final List<String> FRAGMENTS =
      List.of(
          "/",
          "/",
          "a",
          "b",
          "admin",
          "A",
          ".",
          "..",
          "%2e",
          "%2E",
          "%2f",
          "%5c",
          "\\",
          ";",
          "%3b",
          "%25",
          "%00",
          "%0a",
          "%7e",
          "~",
          "%41",
          "%c3%a9",
          "%C3%A9",
          "e%CC%81",
          "%c0%af",
          "%ef%bc%8f",
          "%E2%80%A6",
          "%E2%80%A8",
          "%",
          "%4",
          "%zz",
          "#",
          "?",
          " ",
          "%20",
          "é",
          "\u0001",
          "@",
          "%40",
          "+",
          "=",
          "|",
          "\"");

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/, /, /",
        "/api/catalogue, /api/catalogue, /api/catalogue",
        "/api/catalogue/, /api/catalogue/, /api/catalogue/",
        "/API/Catalogue, /API/Catalogue, /API/Catalogue",
        "/%41dmin, /Admin, /Admin",
        "/%7euser, /~user, /~user",
        "/caf%c3%a9, /caf%C3%A9, /café",
        "/a%20b, /a%20b, /a b",
        "/%40me, /%40me, /@me",
        "/@me, /@me, /@me",
        "/a.b/.well-known/x, /a.b/.well-known/x, /a.b/.well-known/x",
        "/what%3f, /what%3F, /what?",
        "/%e2%82%ac, /%E2%82%AC, /€",
        "/%F0%9F%93%BA, /%F0%9F%93%BA, /\uD83D\uDCFA"
      })
  void canonicalisesWhatEveryReaderUnderstandsAlike(String raw, String path, String decoded) {
    assertThat(CanonicalPath.of(raw)).isEqualTo(new Canonical(path, decoded));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "a, NOT_ABSOLUTE",
    "'', NOT_ABSOLUTE",
    "*, NOT_ABSOLUTE",
    "//, EMPTY_SEGMENT",
    "//admin, EMPTY_SEGMENT",
    "/public//admin, EMPTY_SEGMENT",
    "/public/, ",
    "/., DOT_SEGMENT",
    "/.., DOT_SEGMENT",
    "/./admin, DOT_SEGMENT",
    "/public/../admin, DOT_SEGMENT",
    "/public/.., DOT_SEGMENT",
    "/public/%2e%2e/admin, ENCODED_DOT",
    "/public/.%2E/admin, ENCODED_DOT",
    "/admin., TRAILING_DOT_OR_SPACE",
    "/admin./x, TRAILING_DOT_OR_SPACE",
    "/..., TRAILING_DOT_OR_SPACE",
    "/admin%20, TRAILING_DOT_OR_SPACE",
    "/admin%20/x, TRAILING_DOT_OR_SPACE",
    "/admin;a=b, PATH_PARAMETER",
    "/public;/..;/admin, PATH_PARAMETER",
    "/admin%3Ba=b, PATH_PARAMETER",
    "/public%2fadmin, ENCODED_SLASH",
    "/public%2Fadmin, ENCODED_SLASH",
    "/public%252fadmin, ENCODED_PERCENT",
    "/public%25%32%66admin, ENCODED_PERCENT",
    "/public%5cadmin, BACKSLASH",
    "/public\\admin, BACKSLASH",
    "/admin%00, CONTROL_CHARACTER",
    "/admin%0d%0aX:%20y, CONTROL_CHARACTER",
    "/admin%7f, CONTROL_CHARACTER",
    "/a%E2%80%A8b, CONTROL_CHARACTER",
    "/a%C2%85b, CONTROL_CHARACTER",
    "/admin#x, FRAGMENT",
    "/admin%, INVALID_ESCAPE",
    "/admin%2, INVALID_ESCAPE",
    "/admin%zz, INVALID_ESCAPE",
    "/admin%u002f, INVALID_ESCAPE",
    "/public%c0%afadmin, INVALID_UTF8",
    "/public%c0%ae%c0%ae/admin, INVALID_UTF8",
    "/%ff, INVALID_UTF8",
    "/%ED%A0%80, INVALID_UTF8",
    "/cafe%CC%81, UNICODE_SPELLING",
    "/public%EF%BC%8Fadmin, UNICODE_SPELLING",
    "/%E2%80%A6, UNICODE_SPELLING",
    "/café, ILLEGAL_CHARACTER",
    "/a b, ILLEGAL_CHARACTER",
    "/a|b, ILLEGAL_CHARACTER",
    "'/a\"b', ILLEGAL_CHARACTER",
    "/a{b}, ILLEGAL_CHARACTER",
    "/a^b, ILLEGAL_CHARACTER",
  })
  void refusesWhatTwoReadersUnderstandDifferently(String raw, Ambiguity reason) {
    CanonicalPath path = CanonicalPath.of(raw);

    if (reason == null) {
      assertThat(path).isInstanceOf(Canonical.class);
      return;
    }
    assertThat(path).isEqualTo(new Refused(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\t", "\r", "\n", "\u001F", "\u007F"})
  void refusesRawControlCharacters(String control) {
    assertThat(CanonicalPath.of("/a" + control + "b"))
        .isEqualTo(new Refused(Ambiguity.CONTROL_CHARACTER));
  }

  @Test
  void refusesFullWidthDigitsInEscapes() {
    assertThat(CanonicalPath.of("/%\uFF12\uFF26")).isEqualTo(new Refused(Ambiguity.INVALID_ESCAPE));
  }

  @Test
  void refusesPathsLongerThanTheBound() {
    String longest = "/" + "a".repeat(CanonicalPath.MAX_LENGTH - 1);

    assertThat(CanonicalPath.of(longest)).isInstanceOf(Canonical.class);
    assertThat(CanonicalPath.of(longest + "a")).isEqualTo(new Refused(Ambiguity.TOO_LONG));
  }

  @Test
  void keepsThePlainPathItself() {
    String raw = "/api/catalogue";

    assertThat(((Canonical) CanonicalPath.of(raw)).path()).isSameAs(raw);
  }

  @Test
  void noAcceptedPathHoldsAnAmbiguousConstructAndEachIsAFixpoint() {
    Random random = new Random(8628);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      if (CanonicalPath.of(randomPath(random)) instanceof Canonical canonical) {
        accepted++;
        assertUnambiguous(canonical);
      }
    }
    assertThat(accepted).isGreaterThan(500);
  }

  private static String randomPath(Random random) {
    StringBuilder path = new StringBuilder("/");
    IntStream.range(0, 1 + random.nextInt(6))
        .forEach(i -> path.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size()))));
    return path.toString();
  }

  private static void assertUnambiguous(Canonical canonical) {
    String path = canonical.path();
    assertThat(CanonicalPath.of(path)).as(path).isEqualTo(canonical);
    assertThat(path).doesNotContain("//", ";", "\\", "#", "?").matches("[\\x21-\\x7E]+");
    assertThat(path).doesNotContain("%2F", "%5C", "%2E", "%25", "%3B", "%0", "%1", "%7F");
    // What a file system, a URI library and a form decoder make of it.
    assertThat(URI.create("http://h" + path).normalize().getRawPath()).isEqualTo(path);
    String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    assertThat(decoded).isEqualTo(canonical.decoded());
    assertThat(decoded.chars().filter(c -> c == '/').count())
        .isEqualTo(path.chars().filter(c -> c == '/').count());
  }
}
