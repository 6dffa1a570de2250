package io.devicegate.rules.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the reference page are what the commands print. */
class ReferencePageTest {

  private static final Path PAGE = Path.of("../docs/reference/devicegate-rules.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```console\n(.*?)```");
  private static final String COMMAND = "$ devicegate-rules ";
  private static final String STATUS = "$ echo $?";

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> examplesAreWhatTheCommandsPrint() throws IOException {
    CommandRuns runs = CommandRuns.in(folder);
    List<DynamicTest> tests = new ArrayList<>();
    // One after the other in one folder: some use what those before them wrote.
    for (String block : blocks()) {
      tests.add(
          DynamicTest.dynamicTest(
              block.lines().findFirst().orElse(""),
              () -> assertThat(replayed(runs, block)).isEqualTo(block)));
    }
    return tests;
  }

  @Test
  void everyCommandHasAnExample() throws IOException {
    String page = Files.readString(PAGE);

    for (String command :
        List.of(
            "check",
            "lint",
            "test",
            "eval",
            "explain",
            "replay",
            "diff",
            "bench",
            "bundle keygen",
            "bundle sign",
            "bundle verify")) {
      assertThat(page).contains(COMMAND + command);
    }
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    assertThat(blocks).hasSizeGreaterThan(7);
    return blocks;
  }

  private static String replayed(CommandRuns runs, String block) {
    StringBuilder replayed = new StringBuilder();
    int status = 0;
    for (String line : block.lines().filter(line -> line.startsWith("$ ")).toList()) {
      replayed.append(line).append('\n');
      if (line.equals(STATUS)) {
        replayed.append(status).append('\n');
      } else {
        assertThat(line).startsWith(COMMAND);
        String[] args = line.substring(COMMAND.length()).split(" ");
        CommandRuns.Run run = runs.run(Arrays.asList(args));
        status = run.status();
        replayed.append(run.out()).append(run.err());
      }
    }
    return replayed.toString();
  }
}
