package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writesAndReadsTheSameTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", "é\u2028\"\n");
    tree.put("numbers", List.of(1, 2L, 2.5, 9007199254740993L));
    tree.put("nothing", null);
    tree.put("flags", Arrays.asList(true, null, Map.of("a", "b")));

    String json = Json.write(tree, 1000).orElseThrow();

    assertThat(Json.read(json, 1000).orElseThrow().toString()).isEqualTo(tree.toString());
  }

  @Test
  void countsBytesAndStopsAtTheLimit() {
    Map<String, Object> tree = Map.of("a", "€"); // {"a":"€"} is 11 bytes

    assertThat(Json.write(tree, 11)).contains("{\"a\":\"€\"}");
    assertThat(Json.write(tree, 10)).isEmpty();
    assertThat(Json.read("{\"a\":\"€\"}", 11)).isPresent();
    assertThat(Json.read("{\"a\":\"€\"}", 10)).isEmpty();
  }

  @Test
  void takesNoTreeThatIsNestedTooDeeply() {
    List<Object> inner = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      inner = new ArrayList<>(List.of(inner));
    }

    assertThat(Json.write(Map.of("a", inner), 100_000)).isEmpty();
    assertThat(Json.read("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}", 1000)).isEmpty();
  }

  @Test
  void dropsPrototypeKeysAtEveryDepth() {
    Map<String, Object> tree =
        Map.of("__proto__", 1, "a", List.of(Map.of("__proto__", Map.of("admin", true))));

    assertThat(Json.write(tree, 100)).contains("{\"a\":[{}]}");
  }

  @Test
  void namesThePlaceOfAForeignValue() {
    assertThatThrownBy(() -> Json.write(Map.of("user", Map.of("created_at", Instant.EPOCH)), 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "user.created_at: java.time.Instant (expected: String, number, Boolean, null, List or"
                + " Map)");
    assertThatThrownBy(() -> Json.write(Map.of("a", List.of(Double.NaN)), 100))
        .hasMessageStartingWith("a[]: java.lang.Double");
    assertThatThrownBy(() -> Json.write(Map.of("a", Map.of(1, 2)), 100))
        .hasMessageStartingWith("a.(key): java.lang.Integer");
  }

  @Test
  void readsOnlyObjects() {
    assertThat(Json.read("[]", 100)).isEmpty();
    assertThat(Json.read("null", 100)).isEmpty();
    assertThat(Json.read("{", 100)).isEmpty();
    assertThat(Json.read("", 100)).isEmpty();
  }
}
