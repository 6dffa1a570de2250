package io.devicegate.rules.login;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The text of one rule, as it lies in the folder.
 *
 * @param name file name without the folder
 * @param source the script, without a byte-order mark
 */
record RuleFile(String name, String source) {

  /** Auth0's own limit for an Action. */
  private static final int MAX_SIZE = 100 * 1024;

  /** Returns the name without {@code .js}. */
  String title() {
    return name.replaceFirst("\\.js$", "");
  }

  /** Returns the number of lines. */
  int lines() {
    return (int) source.lines().count();
  }

  /**
   * Reads {@code directory/*.js} in the order of their names; nothing when there is no such folder.
   */
  static List<RuleFile> readAll(Path directory) {
    List<RuleFile> files = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path path : scriptsIn(directory)) {
      String name = path.getFileName().toString();
      try {
        files.add(new RuleFile(name, read(path)));
      } catch (IOException e) {
        problems.add(Problem.of(name, "cannot be read: " + reason(e)));
      }
    }
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return List.copyOf(files);
  }

  /** Takes scripts that were read elsewhere, in the order of their names. */
  static List<RuleFile> of(List<RuleSource> scripts) {
    List<Problem> problems = new ArrayList<>();
    for (RuleSource script : scripts) {
      if (script.text().getBytes(StandardCharsets.UTF_8).length > MAX_SIZE) {
        problems.add(Problem.of(script.file(), "cannot be read: larger than 100 KB"));
      }
    }
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return scripts.stream()
        .sorted(Comparator.comparing(RuleSource::file))
        .map(script -> new RuleFile(script.file(), withoutMark(script.text())))
        .toList();
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Returns a digest that changes with any name or content, and with their order. */
  static String digestOf(List<RuleFile> files) {
    MessageDigest digest = sha256();
    for (RuleFile file : files) {
      for (String part : List.of(file.name, file.source)) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
      }
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> scriptsIn(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .filter(path -> path.getFileName().toString().endsWith(".js"))
          .filter(path -> !Files.isDirectory(path))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new RuleCompilationException(
          List.of(Problem.of(directory.toString(), "cannot be listed: " + reason(e))));
    }
  }

  private static String read(Path path) throws IOException {
    if (Files.size(path) > MAX_SIZE) {
      throw new IOException("larger than 100 KB");
    }
    byte[] bytes = Files.readAllBytes(path);
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return withoutMark(text);
  }

  private static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "not UTF-8";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
