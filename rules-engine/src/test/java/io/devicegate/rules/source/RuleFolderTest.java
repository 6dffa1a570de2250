package io.devicegate.rules.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {

  @TempDir private Path folder;
  private final List<Problem> problems = new ArrayList<>();

  @Test
  void tellsRulesFromTestsAndFromTheRest() throws IOException {
    for (String name : List.of("b.yaml", "a.yaml", "a_test.yaml", "c.js", "c_test.yaml", "x.md")) {
      Files.writeString(folder.resolve(name), name);
    }
    RuleFolder files = new RuleFolder(folder, problems::add);

    assertThat(files.rules(RuleFolder.YAML))
        .containsExactly(new RuleSource("a.yaml", "a.yaml"), new RuleSource("b.yaml", "b.yaml"));
    assertThat(files.ruleNames(RuleFolder.SCRIPT)).containsExactly("c.js");
    assertThat(files.testNames()).containsExactly("a_test.yaml", "c_test.yaml");
    assertThat(RuleFolder.testsOf("c.js")).isEqualTo("c_test.yaml");
    assertThat(RuleFolder.rulesOf("a_test.yaml", RuleFolder.YAML)).isEqualTo("a.yaml");
    assertThat(problems).isEmpty();
  }

  @Test
  void saysWhatCannotBeRead() throws IOException {
    Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff});
    Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
    RuleFolder files = new RuleFolder(folder, problems::add);

    assertThat(files.rules(RuleFolder.YAML)).isEmpty();
    assertThat(files.read("none.yaml")).isEmpty();

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "bytes.yaml: not UTF-8",
            "large.yaml: larger than 1 MB; split it",
            "none.yaml: there is no such file");
  }

  @Test
  void saysThatThereIsNoFolder() {
    Path nowhere = folder.resolve("nowhere");

    assertThat(new RuleFolder(nowhere, problems::add).testNames()).isEmpty();
    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).startsWith("cannot be listed: "));
  }
}
