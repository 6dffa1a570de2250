package io.devicegate.rules.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar that people run. */
class DevicegateRulesIT {

  private static final int PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    assertThat(CommandRuns.in(folder).folder()).isEqualTo(folder);
  }

  /** The rules that we ship are as good as we ask of others'. */
  @ParameterizedTest
  @CsvSource({"check", "lint", "test"})
  void theShippedRulesPass(String command) throws Exception {
    Run run = run(Path.of("").toAbsolutePath(), command, "rules");

    assertThat(run.out()).hasLineCount(1);
    assertThat(run.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check broken                           | 1 | 5 problems
          lint dubious                           | 1 | 12 findings
          test failing --threshold 70            | 1 | 2 tests, 2 failed
          eval rules purchase.yaml               | 0 | deny user_blocked (rule no-strangers#1)
          explain rules purchase.yaml            | 0 | would pass, had these been otherwise:
          replay candidate decisions.jsonl       | 1 | 3 of 4 decisions would change
          diff rules candidate                   | 1 | removed  no-strangers
          bench rules --count 100 --samples 10   | 0 | decisions per second
          nonsense                               | 2 | Unmatched argument
          eval rules none.yaml                   | 3 | none.yaml: there is no such file
          """)
  void runsByItself(String command, int status, String expected) throws Exception {
    Run run = run(folder, command.split(" "));

    assertThat(run.out()).contains(expected).doesNotContain("SLF4J").doesNotContain("\u001b");
    assertThat(run.status()).isEqualTo(status);
  }

  @Test
  void namesItsVersion() throws Exception {
    assertThat(run(folder, "--version").out()).matches("devicegate-rules \\d+\\.\\d+.*\\R");
    assertThat(run(folder, "check", "--help").out()).contains("check [-hV] [--format=FORMAT]");
  }

  @Test
  void signsAndVerifies() throws Exception {
    assertThat(run(folder, "bundle", "keygen", "own.key").status()).isZero();
    assertThat(run(folder, "bundle", "sign", "rules", "--key", "own.key").status()).isZero();
    assertThat(run(folder, "bundle", "verify", "rules", "--public-key", "own.key.pub").status())
        .isZero();
    Files.writeString(folder.resolve("rules/access/more.yaml"), "");
    Run changed = run(folder, "bundle", "verify", "rules", "--public-key", "own.key.pub");
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.out()).contains("access/more.yaml: not in the manifest");
  }

  private static Run run(Path folder, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar().toString()));
    command.addAll(List.of(args));
    Path out = Files.createTempFile("devicegate-rules", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Run(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.toString().endsWith("-cli.jar"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    }
  }

  /** What a process printed, and its status. */
  private record Run(int status, String out) {}
}
