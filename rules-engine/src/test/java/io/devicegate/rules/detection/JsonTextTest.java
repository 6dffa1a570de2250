package io.devicegate.rules.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @Test
  void readsEveryKindOfValue() {
    String json =
        """
         {"text":"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é", "whole": -12, "big": 123456789012345678901,
          "decimal": 1.5e3, "yes": true, "no": false, "nothing": null,
          "list": [1, null, "x", [], {}], "object": {"a": {"b": []}}, "": "empty"}\s
        """;

    assertThat(read(json))
        .contains(
            Map.of(
                "text",
                "a\"\\/\b\f\n\r\té😀é",
                "whole",
                -12L,
                "big",
                1.2345678901234568E20,
                "decimal",
                1500.0,
                "yes",
                true,
                "no",
                false,
                "list",
                List.of(1L, "x", List.of(), Map.of()),
                "object",
                Map.of("a", Map.of("b", List.of())),
                "",
                "empty"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "{",
        "{}x",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":tru}",
        "{\"a\":-}",
        "{\"a\":1.2.3}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":[1 2]}",
        "{\"a\":[1",
        "{\"a",
        "{\"a\n\":1}"
      })
  void refusesWhatIsNoObject(String json) {
    assertThat(read(json)).isEmpty();
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() {
    assertThat(read("{\"a\":" + "[".repeat(100_000))).isEmpty();
    assertThat(read("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}")).isEmpty();
    assertThat(read("{\"a\":\"" + "x".repeat(1 << 20) + "\"}")).isEmpty();
  }

  @Test
  void cutsOffWhatIsLongerThanConditionsMayExpect() {
    String list = "[" + "1,".repeat(999) + "1]";
    Map<String, Object> read =
        read("{\"plain\":\"%s\",\"escaped\":\"\\n%s\",\"list\":%s}"
                .formatted("x".repeat(9_000), "x".repeat(9_000), list))
            .orElseThrow();

    assertThat((String) read.get("plain")).hasSize(8_192);
    assertThat((String) read.get("escaped")).hasSize(8_192).startsWith("\n");
    assertThat((List<?>) read.get("list")).hasSize(256);
  }

  @Test
  void tellsNamesApartThatShareAPlaceInTheCache() {
    NameCache names = new NameCache();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        String name = "name" + i;
        assertThat(JsonText.read("{\"" + name + "\":" + i + "}", names))
            .contains(Map.of(name, (long) i));
      }
    }
  }

  private static Optional<Map<String, Object>> read(String json) {
    return JsonText.read(json, new NameCache());
  }
}
