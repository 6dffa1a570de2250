package io.devicegate.gateway.regression;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every regression has a test, and the list in docs/internals/regressions.md is that of the tests.
 * {@code -Ddevicegate.docs.write=true} writes it again.
 */
class RegressionListTest {

  private static final Path PAGE = Path.of("../../docs/internals/regressions.md");
  private static final String START = "<!-- written from the tests -->\n";
  private static final String END = "<!-- end -->\n";
  private static final int COUNT = 37;
  private static final Pattern NAME = Pattern.compile("Regression ([0-9, ]+): (.+)");

  @Test
  void everyNumberHasATestOfARunningGateway() {
    assertThat(tests().keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, COUNT).boxed().toList());
  }

  @Test
  void pageListsTheTests() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(START) + START.length();
    String wanted = page.substring(0, from) + table() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("devicegate.docs.write")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(PAGE).as("write it again with -Ddevicegate.docs.write=true").hasContent(wanted);
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| no. | what | test |\n|---:|---|---|\n");
    tests()
        .forEach(
            (number, tests) ->
                tests.forEach(
                    test ->
                        table
                            .append("| ")
                            .append(number)
                            .append(" | ")
                            .append(test)
                            .append(" |\n")));
    return table.toString();
  }

  /** Rows by number, in the order of their names. */
  private static Map<Integer, List<String>> tests() {
    Map<Integer, List<String>> tests = new TreeMap<>();
    new ClassFileImporter()
        .importPackages("io.devicegate.gateway").stream()
            .filter(type -> type.getSimpleName().endsWith("IT"))
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(DisplayName.class))
            .forEach(method -> add(method, tests));
    tests.values().forEach(rows -> rows.sort(null));
    return tests;
  }

  private static void add(JavaMethod method, Map<Integer, List<String>> tests) {
    Matcher name = NAME.matcher(method.getAnnotationOfType(DisplayName.class).value());
    if (name.matches()) {
      String place = method.getOwner().getSimpleName() + "." + method.getName();
      for (String number : name.group(1).split(", ")) {
        tests
            .computeIfAbsent(Integer.valueOf(number), any -> new ArrayList<>())
            .add(name.group(2) + " | `" + place + "`");
      }
    }
  }
}
