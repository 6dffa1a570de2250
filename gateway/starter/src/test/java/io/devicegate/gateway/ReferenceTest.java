package io.devicegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.telemetry.TelemetryName;
import io.devicegate.gateway.telemetry.TelemetryName.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The reference pages that are written from code. {@code -Ddevicegate.docs.write=true} writes them
 * again.
 */
class ReferenceTest {

  private static final Path FOLDER = Path.of("../../docs/reference");

  @Test
  void reasonsPageSaysWhatTheCodeDoes() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Reasons");
    lines.add("");
    lines.add("Every refusal has one of these reasons: in the problem's `reason`, in the decision");
    lines.add(
        "record, and as the label `reason` of `devicegate.decisions`. Written from `Reason`.");
    lines.add("");
    lines.add("| reason | status | error | meaning |");
    lines.add("|---|---|---|---|");
    for (Reason reason : Reason.values()) {
      String error = reason.error() == null ? "" : "`" + reason.error() + "`";
      lines.add(row("`" + reason.wireName() + "`", "" + reason.status(), error, reason.detail()));
    }
    assertWritten("reasons.md", lines);
  }

  @Test
  void metricsPageSaysWhatTheCodeDoes() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Metrics and spans of the gateway");
    lines.add("");
    lines.add("Prometheus writes underscores for the dots, adds `_total` to counters and");
    lines.add("`_seconds` to timers. Written from `TelemetryName`.");
    section(lines, "Metrics", List.of(Kind.COUNTER, Kind.TIMER, Kind.GAUGE));
    section(lines, "Spans", List.of(Kind.SPAN));
    lines.add("");
    lines.add("## Labels");
    lines.add("");
    lines.add("| label | tag of a span | meaning |");
    lines.add("|---|---|---|");
    for (TelemetryName name : TelemetryName.values()) {
      if (name.kind() == Kind.LABEL || name.kind() == Kind.SPAN_TAG) {
        String label = name.kind() == Kind.LABEL ? "`" + name.wireName() + "`" : "";
        lines.add(row(label, "`" + name.spanTag() + "`", name.description()));
      }
    }
    assertWritten("metrics.md", lines);
  }

  private static void section(List<String> lines, String title, List<Kind> kinds) {
    lines.add("");
    lines.add("## " + title);
    lines.add("");
    lines.add("| name | kind | labels | meaning |");
    lines.add("|---|---|---|---|");
    Arrays.stream(TelemetryName.values())
        .filter(name -> kinds.contains(name.kind()))
        .forEach(
            name ->
                lines.add(
                    row(
                        "`" + name.wireName() + "`",
                        name.kind().name().toLowerCase(Locale.ROOT),
                        name.labels().stream()
                            .map(label -> "`" + label.wireName() + "`")
                            .collect(Collectors.joining(", ")),
                        name.description())));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static void assertWritten(String file, List<String> lines) throws IOException {
    Path path = FOLDER.resolve(file);
    String text = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("devicegate.docs.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, text);
    }
    assertThat(path)
        .as("write it again with -Ddevicegate.docs.write=true")
        .exists()
        .hasContent(text);
  }
}
