package io.devicegate.rules.detection;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A set of detections, compiled. Immutable and thread-safe. */
public final class DetectionRules {

  private final List<CompiledDetection> detections;
  private final String digest;
  private final int maxKeys;
  private final Map<String, Watch> byType;
  private final Watch anyType;

  DetectionRules(List<CompiledDetection> detections, String digest, int maxKeys) {
    this.detections = List.copyOf(detections);
    this.digest = digest;
    this.maxKeys = maxKeys;
    this.anyType = newWatch(null);
    this.byType = new LinkedHashMap<>();
    types().forEach(type -> byType.put(type, newWatch(type)));
  }

  /** Compiles every detection of the files. */
  public static DetectionRules compile(List<RuleSource> files, DetectionOptions options)
      throws RuleCompilationException {
    requireNonNull(files, "files");
    requireNonNull(options, "options");
    return new DetectionCompiler(options).compile(files);
  }

  /**
   * Compiles every {@code *.yaml} of a folder but the tests, {@code *_test.yaml}. A folder that is
   * missing gives a set that detects nothing.
   */
  public static DetectionRules compile(Path folder, DetectionOptions options)
      throws RuleCompilationException {
    requireNonNull(folder, "folder");
    requireNonNull(options, "options");
    return new DetectionCompiler(options).compile(folder);
  }

  /** Returns {@code sha256:} and the digest of all files. */
  public String digest() {
    return digest;
  }

  /** Returns what the detections say of themselves, in the order of the files. */
  public List<Detection> detections() {
    return detections.stream().map(CompiledDetection::about).toList();
  }

  /**
   * Returns how old an event may be that a signal which holds now rests on. Who replays the events
   * of that long to a new detector finds all signals that hold.
   */
  public Duration reach() {
    return detections.stream()
        .map(CompiledDetection::reach)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Returns what compiles but is hardly meant: conditions that no event can meet. */
  public List<Problem> lint() {
    return new DetectionLint(detections).problems();
  }

  List<Track> newTracks(Tally tally) {
    int keys = Math.max(1, maxKeys / Math.max(1, detections.size()));
    return detections.stream().map(detection -> new Track(detection, keys, tally)).toList();
  }

  /** Returns who may look at events of a type. */
  Watch watch(String type) {
    return byType.getOrDefault(type, anyType);
  }

  private Set<String> types() {
    Set<String> types = new HashSet<>();
    for (CompiledDetection detection : detections) {
      Set<Object> own = detection.types();
      if (own != null) {
        own.forEach(type -> types.add((String) type));
      }
    }
    return types;
  }

  private Watch newWatch(@Nullable String type) {
    List<Integer> places = new ArrayList<>();
    Set<String> members = new HashSet<>();
    boolean all = false;
    for (int i = 0; i < detections.size(); i++) {
      Set<Object> types = detections.get(i).types();
      if (types == null || (type != null && types.contains(type))) {
        places.add(i);
        Optional<Set<String>> own = detections.get(i).members();
        own.ifPresent(members::addAll);
        all |= own.isEmpty();
      }
    }
    return new Watch(List.copyOf(places), all ? name -> true : Set.copyOf(members)::contains);
  }

  /**
   * Who may look at the events of a type.
   *
   * @param places the detections, by their places
   * @param members which members of an event's JSON they may look at, by their names
   */
  record Watch(List<Integer> places, Predicate<String> members) {}
}
