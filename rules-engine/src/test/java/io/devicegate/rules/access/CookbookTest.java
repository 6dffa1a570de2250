package io.devicegate.rules.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.testing.AccessRuleTests;
import io.devicegate.rules.testing.TestReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The recipes of {@code docs/how-to/policies}, by their own tests, and the page that shows them.
 */
class CookbookTest {

  private static final Path FOLDER = Path.of("../docs/how-to/policies");
  private static final Path PAGE = Path.of("../docs/how-to/policy-cookbook.md");

  @Test
  void recipesPassTheirTestsAndHavePositiveAndNegativeCases() {
    TestReport report = AccessRuleTests.run(FOLDER, AccessRulesOptions.defaults());
    AccessRules recipes =
        AccessRules.compile(
            FOLDER, AccessRulesOptions.defaults().withInputs(Set.of(AccessRulesOptions.ANY_INPUT)));

    assertThat(report.results()).allSatisfy(result -> assertThat(result.failures()).isEmpty());
    assertThat(report.uncovered()).isEmpty();
    assertThat(report.coverage()).hasSameSizeAs(recipes.branches());
  }

  @Test
  void thePageShowsEachRecipeAsItIs() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(recipes()).hasSizeBetween(10, 16);
    for (Path recipe : recipes()) {
      assertThat(page)
          .contains("(policies/" + recipe.getFileName() + ")")
          .contains("```yaml\n" + Files.readString(recipe) + "```\n");
    }
  }

  private static List<Path> recipes() throws IOException {
    try (Stream<Path> paths = Files.list(FOLDER)) {
      return paths.filter(path -> !path.toString().endsWith("_test.yaml")).sorted().toList();
    }
  }
}
