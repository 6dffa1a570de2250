package io.devicegate.rules.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

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
        assertThat(JsonReader.readLeniently("{\"" + name + "\":" + i + "}", names, n -> true))
            .contains(Map.of(name, (long) i));
      }
    }
  }

  @Test
  void leavesOutMembersThatAreOfNoUse() {
    String json =
        """
        {"a":"1","b":{"a":[1,{"c":"2"}],"c":null},"c":[true,"\\u0041",{"b":3}],"d":{"a":4},"b":5}""";

    assertThat(JsonReader.readLeniently(json, new NameCache(), Set.of("a", "d")::contains))
        .contains(Map.of("a", "1", "d", Map.of("a", 4L)));
    assertThat(JsonReader.readLeniently(json, new NameCache(), name -> false)).contains(Map.of());
  }

  @Test
  void keepsTheSameMembersOfVeryManyWhateverIsWanted() {
    StringBuilder json = new StringBuilder("{\"none\":null");
    for (int i = 1; i <= 300; i++) {
      json.append(",\"m").append(i).append("\":").append(i % 2 == 0 ? i : "{\"a\":1}");
    }
    json.append('}');

    assertThat(read(json.toString()).orElseThrow()).hasSize(256).containsKey("m256");
    for (String name : List.of("m1", "m2", "m255", "m256")) {
      assertThat(JsonReader.readLeniently(json.toString(), new NameCache(), name::equals))
          .hasValueSatisfying(object -> assertThat(object).containsOnlyKeys(name));
    }
    for (String name : List.of("none", "m257", "m300")) {
      assertThat(JsonReader.readLeniently(json.toString(), new NameCache(), name::equals))
          .contains(Map.of());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":[1,}",
        "{\"a\":{\"b\" 1}}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"",
        "{\"a\":1-}"
      })
  void refusesWhatIsNoJsonInMembersThatAreOfNoUse(String json) {
    assertThat(JsonReader.readLeniently(json, new NameCache(), name -> false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1,"a":2}    | 12 | 'a' is here twice
          {"a":null}       | 6  | 'a' is null (expected: a value, or no member)
          {"a":[1,null]}   | 13 | null in a list (expected: a value)
          {"a":1} x        | 9  | more after the object (expected: one object)
          {"a":tru}        | 6  | expected: true
          {"a":01x}        | 8  | expected: , or }
          {"a"             | 5  | the text ends too early
          [1]              | 1  | expected: {
          """)
  void saysWhereAnExactTextIsWrong(String json, int column, String message) {
    assertThatThrownBy(() -> JsonReader.read(json))
        .hasMessage(message)
        .asInstanceOf(type(MalformedJsonException.class))
        .extracting(MalformedJsonException::column)
        .isEqualTo(column);
  }

  @Test
  void readsExactlyWithoutCuttingAnythingOff() {
    String text = "x".repeat(9_000);
    List<Object> list = Collections.nCopies(999, 1L);
    Map<String, Object> written = Map.of("text", text, "list", list);

    assertThat(JsonReader.read(JsonWriter.write(written))).isEqualTo(written);
    assertThat(JsonReader.read("{\"z\":1,\"a\":2}").keySet()).containsExactly("z", "a");
  }

  @Test
  void whatIsToldMemberByMemberIsWrittenAsIfItWereInAMap() {
    Map<String, Object> members = new LinkedHashMap<>();
    assertThat(JsonWriter.write(members::forEach)).isEqualTo("{}");
    members.put("text", "a\"b");
    members.put("list", List.of(1L, Map.of("in", true)));
    assertThat(JsonWriter.write(members::forEach))
        .isEqualTo("{\"text\":\"a\\\"b\",\"list\":[1,{\"in\":true}]}")
        .isEqualTo(JsonWriter.write(members));

    members.put("deep", Map.of("wrong", 1));
    assertThatThrownBy(() -> JsonWriter.write(members::forEach))
        .hasMessageStartingWith("deep.wrong: Integer");
  }

  private static Optional<Map<String, Object>> read(String json) {
    return JsonReader.readLeniently(json, new NameCache(), name -> true);
  }
}
