package io.devicegate.rules.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of rules with their tests beside them: {@code x.yaml} or {@code x.js}, and {@code
 * x_test.yaml}. Folders in it are not looked into. A file has at most 1 MB.
 */
public final class RuleFolder {

  /** How the names of files of rules end. */
  public static final String YAML = ".yaml";

  /** How the names of files of scripts end. */
  public static final String SCRIPT = ".js";

  /** How the names of files of tests end. */
  public static final String TEST = "_test.yaml";

  private static final int MAX_FILE_BYTES = 1 << 20;

  private final Path folder;
  private final Consumer<Problem> problems;

  /** Looks into a folder; what cannot be read is a problem. */
  public RuleFolder(Path folder, Consumer<Problem> problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** Tells whether a file of this name holds rules, which end so, and no tests. */
  public static boolean isRules(String name, String suffix) {
    return name.endsWith(suffix) && !name.endsWith(TEST);
  }

  /** Returns the name of the file of tests beside a file of rules. */
  public static String testsOf(String rules) {
    return rules.substring(0, rules.lastIndexOf('.')) + TEST;
  }

  /** Returns the name of the file of rules, which ends so, beside a file of tests. */
  public static String rulesOf(String tests, String suffix) {
    return tests.substring(0, tests.length() - TEST.length()) + suffix;
  }

  /** Returns the files of rules, which end so, sorted by name. */
  public List<RuleSource> rules(String suffix) {
    return read(names(name -> isRules(name, suffix)));
  }

  /** Returns the names of the files of rules, which end so, sorted. */
  public List<String> ruleNames(String suffix) {
    return names(name -> isRules(name, suffix));
  }

  /** Returns the names of the files of tests, sorted. */
  public List<String> testNames() {
    return names(name -> name.endsWith(TEST));
  }

  /** Returns a file, if it can be read. */
  public Optional<RuleSource> read(String name) {
    try {
      byte[] bytes = bytes(folder.resolve(name), MAX_FILE_BYTES);
      if (bytes.length > MAX_FILE_BYTES) {
        problems.accept(Problem.of(name, "larger than 1 MB; split it"));
        return Optional.empty();
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(new RuleSource(name, text));
    } catch (NoSuchFileException e) {
      problems.accept(Problem.of(name, "there is no such file"));
    } catch (CharacterCodingException e) {
      problems.accept(Problem.of(name, "not UTF-8"));
    } catch (IOException e) {
      problems.accept(Problem.of(name, "cannot be read: " + e));
    }
    return Optional.empty();
  }

  /**
   * Reads a file, but hardly more than so many bytes of it: one that is larger is one byte longer.
   */
  public static byte[] bytes(Path file, int maxBytes, LinkOption... links) throws IOException {
    OpenOption[] options = links;
    try (InputStream in = Files.newInputStream(file, options)) {
      return in.readNBytes(maxBytes + 1);
    }
  }

  private List<RuleSource> read(List<String> names) {
    List<RuleSource> sources = new ArrayList<>();
    names.forEach(name -> read(name).ifPresent(sources::add));
    return sources;
  }

  private List<String> names(Predicate<String> wanted) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> String.valueOf(path.getFileName())).filter(wanted).sorted().toList();
    } catch (IOException e) {
      problems.accept(Problem.of(folder.toString(), "cannot be listed: " + e));
      return List.of();
    }
  }
}
