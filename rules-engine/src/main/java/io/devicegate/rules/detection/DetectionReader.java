package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.condition.Language;
import io.devicegate.rules.condition.Scope;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one detection and compiles it. */
final class DetectionReader {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(\\.[0-9]{3})?");
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "title",
          "description",
          "severity",
          "attack",
          "false_positives",
          "runbook",
          "mode",
          "when",
          "group_by",
          "window",
          "threshold",
          "distinct",
          "ratio",
          "sequence",
          "signal");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MAX_GROUP_BY = 4;

  private final Yaml.Mapping document;
  private final Consumer<Problem> problems;
  private final Scope scope;
  private final Fields fields;
  private boolean sound = true;

  DetectionReader(Yaml.Mapping document, Language language, Consumer<Problem> problems) {
    this.document = document;
    this.problems = problems;
    this.scope = language.scope(Map.of());
    this.fields = new Fields(document, KEYS, this::refuse);
  }

  Optional<CompiledDetection> read() {
    Detection about = about();
    Yaml.Scalar text = fields.scalar("when", "a condition on the event");
    Expression when =
        text == null ? null : scope.condition(text, Set.of(), this::refuse).orElse(null);
    // Without it the rest would be full of problems that are none.
    Set<String> known = when == null ? Set.of() : when.facts().whenTrue();
    Consumer<Problem> refuse = text != null && when == null ? problem -> {} : this::refuse;
    List<Yaml.Scalar> keys = keys();
    List<Expression> groupBy = compiled(keys, known, refuse);
    Fields window =
        fields.fields("window", Set.of("size", "lateness"), "size: and lateness: below it");
    Duration size = window == null ? SECOND : window.duration("size", SECOND, LONGEST);
    Duration lateness = window == null ? SECOND : window.duration("lateness", Duration.ZERO, size);
    Criterion criterion =
        new CriterionReader(fields, scope, known, this::refuse, refuse).read(micros(size));
    CompiledDetection.Template raises = raises(about, keys);
    if (!sound || when == null || criterion == null || raises == null) {
      return Optional.empty();
    }
    return Optional.of(
        new CompiledDetection(
            about,
            when,
            groupBy,
            micros(lateness),
            criterion,
            raises,
            document.source(),
            document.line()));
  }

  private Detection about() {
    List<String> attack = new ArrayList<>();
    for (Yaml.Scalar technique : fields.texts("attack", "a list of ids such as T1528")) {
      if (!TECHNIQUE.matcher(technique.text()).matches()) {
        refuse(
            technique.problem(
                "attack '" + technique.text() + "' (expected: an id such as T1528 or T1566.002)"));
      }
      attack.add(technique.text());
    }
    return new Detection(
        fields.matching("id", ID, "a-z, 0-9 and -, at most 64 characters"),
        fields.text("title", "what it finds, in a few words"),
        fields.text("description", "why it matters"),
        fields.choice("severity", Signal.Severity.class, Signal.Severity.LOW),
        attack,
        fields.texts("false_positives", "a list of harmless causes").stream()
            .map(Yaml.Scalar::text)
            .toList(),
        fields.text("runbook", "what to do: a path or URL"),
        fields.choice("mode", Signal.Mode.class, Signal.Mode.OBSERVE));
  }

  private List<Yaml.Scalar> keys() {
    List<Yaml.Scalar> keys =
        fields.texts(
            "group_by", "a list of texts such as [event.user, event.client]; [] for the tenant");
    if (keys.size() > MAX_GROUP_BY) {
      refuse(
          keys.get(MAX_GROUP_BY)
              .problem("group_by (expected: at most " + MAX_GROUP_BY + " texts)"));
    }
    return keys;
  }

  private List<Expression> compiled(
      List<Yaml.Scalar> texts, Set<String> known, Consumer<Problem> refuse) {
    List<Expression> compiled = new ArrayList<>();
    texts.forEach(text -> scope.text(text, known, refuse).ifPresent(compiled::add));
    return compiled;
  }

  private CompiledDetection.@Nullable Template raises(Detection about, List<Yaml.Scalar> keys) {
    Fields signal =
        fields.fields(
            "signal",
            Set.of("kind", "subject", "reason", "ttl"),
            "kind:, subject:, reason: and ttl: below it");
    if (signal == null) {
      return null;
    }
    Signal.SubjectKind subject =
        signal.choice("subject", Signal.SubjectKind.class, Signal.SubjectKind.TENANT);
    String field = subject.name().toLowerCase(Locale.ROOT);
    int place = keys.stream().map(key -> key.text().strip()).toList().indexOf("event." + field);
    boolean tenant = subject == Signal.SubjectKind.TENANT;
    if (!tenant && place < 0) {
      refuse(
          signal.problem(
              "subject '"
                  + field
                  + "' (expected: one of those in group_by, as event."
                  + field
                  + ")"));
    }
    if (tenant && about.mode() == Signal.Mode.ENFORCE) {
      refuse(signal.problem("mode 'enforce' with subject 'tenant' would hit everybody; observe"));
    }
    return new CompiledDetection.Template(
        signal.matching("kind", KIND, "a-z, 0-9 and _, at most 64 characters"),
        subject,
        tenant ? -1 : place,
        signal.text("reason", "what was detected, for a person"),
        signal.duration("ttl", SECOND, LONGEST));
  }

  private static long micros(Duration duration) {
    return duration.toSeconds() * 1_000_000;
  }

  private void refuse(Problem problem) {
    sound = false;
    problems.accept(problem);
  }
}
