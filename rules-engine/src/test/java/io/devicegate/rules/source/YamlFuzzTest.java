package io.devicegate.rules.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.Fuzz;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever a file holds, the reader answers with plain data, or with problems inside of the file.
 */
class YamlFuzzTest {

  @Test
  void readsAnyTextWithinBounds() {
    List<String> texts = new ArrayList<>(Fuzz.shipped("access"));
    texts.addAll(Fuzz.shipped("detections"));
    texts.add("a: &a [x, *a]\nb: {<<: *a, ? [k] : v}\n--- !!set {x}\n... \n%TAG ! x\n");
    int refused = 0;
    int read = 0;
    for (int seed = 0; seed < Fuzz.rounds(3_000); seed++) {
      Random random = new Random(seed);
      String one = texts.get(random.nextInt(texts.size()));
      String text = Fuzz.mutate(one, texts.get(random.nextInt(texts.size())), random);
      List<Problem> problems = new ArrayList<>();
      List<Yaml> documents = Yaml.read(new RuleSource("fuzz.yaml", text), problems::add);

      refused += problems.isEmpty() ? 0 : 1;
      read += documents.size();
      int lines = text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
      assertThat(problems)
          .as("seed %s", seed)
          .allSatisfy(problem -> assertThat(problem.line()).isBetween(0, lines));
      documents.forEach(YamlFuzzTest::assertPlain);
    }
    assertThat(refused).isPositive();
    assertThat(read).isPositive();
  }

  private static void assertPlain(Yaml node) {
    if (node instanceof Yaml.Mapping mapping) {
      mapping.entries().values().forEach(entry -> assertPlain(entry.value()));
    } else if (node instanceof Yaml.Sequence sequence) {
      sequence.items().forEach(YamlFuzzTest::assertPlain);
    } else {
      assertThat(node.data())
          .satisfiesAnyOf(
              value -> assertThat(value).isNull(),
              value ->
                  assertThat(value)
                      .isInstanceOfAny(String.class, Long.class, Double.class, Boolean.class));
    }
  }
}
