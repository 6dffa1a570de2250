package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Language;
import io.devicegate.rules.condition.Schema;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.SourceDigest;
import io.devicegate.rules.source.UniqueNames;
import io.devicegate.rules.source.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles files of detections into one set, or says everything that is wrong with them. */
final class DetectionCompiler {

  private static final Schema SCHEMA = Schema.of(DetectionEvent.Input.class);

  private final DetectionOptions options;
  private final Language language;
  private final List<Problem> problems = new ArrayList<>();

  DetectionCompiler(DetectionOptions options) {
    this.options = options;
    this.language = new Language(SCHEMA, List.of(), options.limits());
  }

  DetectionRules compile(Path folder) {
    return compile(
        Files.isDirectory(folder)
            ? new RuleFolder(folder, problems::add).rules(RuleFolder.YAML)
            : List.of());
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
    UniqueNames names = new UniqueNames("id");
    detections.forEach(
        detection -> names.add(detection.id(), detection.source().file(), detection.line()));
    names.check(problems::add);
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
    return new DetectionRules(detections, new SourceDigest(files).value(), options.maxKeys());
  }
}
