package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Language;
import io.devicegate.rules.condition.Schema;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compiles files of detections into one set, or says everything that is wrong with them. */
final class DetectionCompiler {

  private static final String TEST_SUFFIX = "_test.yaml";
  private static final Schema SCHEMA = Schema.of(DetectionEvent.Input.class);
  private static final long MAX_FILE_BYTES = 1L << 20;

  private final DetectionOptions options;
  private final Language language;
  private final List<Problem> problems = new ArrayList<>();

  DetectionCompiler(DetectionOptions options) {
    this.options = options;
    this.language = new Language(SCHEMA, List.of(), options.limits());
  }

  DetectionRules compile(Path folder) {
    List<RuleSource> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> paths = Files.list(folder)) {
        paths
            .filter(path -> path.toString().endsWith(".yaml"))
            .filter(path -> !path.toString().endsWith(TEST_SUFFIX))
            .sorted()
            .forEach(path -> read(path, files));
      } catch (IOException e) {
        problems.add(Problem.of(folder.toString(), "cannot be listed: " + e.getMessage()));
      }
    }
    return compile(files);
  }

  DetectionRules compile(List<RuleSource> files) {
    List<CompiledDetection> detections = new ArrayList<>();
    for (RuleSource file : files) {
      for (Yaml document : Yaml.read(file, problems::add)) {
        if (document instanceof Yaml.Mapping mapping) {
          new DetectionReader(mapping, language, problems::add).read().ifPresent(detections::add);
        } else {
          problems.add(document.problem("no detection (expected: id:, title:, when: and so on)"));
        }
      }
    }
    refuseDoubles(detections);
    if (detections.size() > options.maxDetections()) {
      problems.add(
          Problem.of(
              files.get(0).file(),
              detections.size()
                  + " detections (expected: at most "
                  + options.maxDetections()
                  + ")"));
    }
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return new DetectionRules(detections, digest(files), options.maxKeys());
  }

  private void refuseDoubles(List<CompiledDetection> detections) {
    Map<String, CompiledDetection> byId = new HashMap<>();
    for (CompiledDetection detection : detections) {
      CompiledDetection first = byId.putIfAbsent(detection.id(), detection);
      if (first != null) {
        problems.add(
            new Problem(
                detection.source().file(),
                detection.line(),
                1,
                "the id '"
                    + detection.id()
                    + "' is taken by "
                    + first.source().file()
                    + ":"
                    + first.line()
                    + "; rename one"));
      }
    }
  }

  private void read(Path path, List<RuleSource> files) {
    String name = String.valueOf(path.getFileName());
    try {
      if (Files.size(path) > MAX_FILE_BYTES) {
        problems.add(Problem.of(name, "larger than 1 MB; split it"));
        return;
      }
      files.add(new RuleSource(name, Files.readString(path)));
    } catch (IOException e) {
      problems.add(Problem.of(name, "cannot be read as UTF-8: " + e.getMessage()));
    }
  }

  private static String digest(List<RuleSource> files) {
    MessageDigest digest = Bounded.newDigest();
    files.stream()
        .sorted(Comparator.comparing(RuleSource::file).thenComparing(RuleSource::text))
        .forEach(
            file -> {
              update(digest, file.file());
              update(digest, file.text());
            });
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /** Length first, so that no two lists of texts are the same bytes. */
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
