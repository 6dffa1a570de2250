package io.devicegate.dashboards.detection;

import io.devicegate.rules.bundle.SignedFolder;
import io.devicegate.rules.detection.Detection;
import io.devicegate.rules.detection.DetectionOptions;
import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Where the detections come from: a folder, a folder of a signed bundle, or those that are shipped.
 * Used by one thread at a time.
 */
final class RuleFiles {

  private static final String SHIPPED =
      "classpath:io/devicegate/dashboards/detection/shipped/*.yaml";

  private final @Nullable Path folder;
  private final @Nullable SignedFolder signed;
  private final List<String> enforced;
  private final DetectionOptions options;

  RuleFiles(DetectionProperties properties, BundleProperties bundle) {
    this.folder = properties.folder();
    this.signed = folder == null ? null : bundle.signed(folder).orElse(null);
    this.enforced = properties.enforce();
    this.options = DetectionOptions.defaults().withMaxKeys(properties.maxKeys());
  }

  /**
   * Compiles all of them.
   *
   * @throws RuleCompilationException if one does not compile, one to enforce is missing, or they
   *     cannot be trusted
   */
  DetectionRules load() {
    if (folder == null) {
      return known(DetectionRules.compile(shipped(), options));
    }
    Path existing = existing(folder);
    return signed == null
        ? known(DetectionRules.compile(existing, options))
        : signed.load(files -> known(DetectionRules.compile(files, options)));
  }

  /** Changes when a file does, or the signature; the same when there is no folder. */
  String stamp() {
    if (folder == null) {
      return "";
    }
    String own = stampOf(folder);
    // The bundle's own files: only manifest and signature lie there.
    return signed == null ? own : own + "\n" + stampOf(signed.bundle());
  }

  private static String stampOf(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(RuleFiles::stamp)
          .collect(Collectors.joining("\n"));
    } catch (IOException | UncheckedIOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String stamp(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder that is gone is a mistake of whoever deploys; it must not end all detections. */
  private static Path existing(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RuleCompilationException(
          List.of(
              Problem.of(
                  folder.toString(),
                  "no such folder; see " + DetectionProperties.FOLDER_PROPERTY)));
    }
    return folder;
  }

  private DetectionRules known(DetectionRules rules) {
    Set<String> known =
        rules.detections().stream().map(Detection::id).collect(Collectors.toUnmodifiableSet());
    List<Problem> problems =
        enforced.stream()
            .filter(id -> !known.contains(id))
            .map(
                id ->
                    Problem.of(
                        DetectionProperties.ENFORCE_PROPERTY,
                        "no detection has the id '" + id + "' (there are: " + sorted(known) + ")"))
            .toList();
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return rules;
  }

  private static String sorted(Set<String> ids) {
    return ids.stream().sorted().collect(Collectors.joining(", "));
  }

  private static List<RuleSource> shipped() {
    List<RuleSource> sources = new ArrayList<>();
    try {
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(SHIPPED)) {
        try (InputStream text = file.getInputStream()) {
          sources.add(
              new RuleSource(
                  String.valueOf(file.getFilename()),
                  new String(text.readAllBytes(), StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(sources);
  }
}
