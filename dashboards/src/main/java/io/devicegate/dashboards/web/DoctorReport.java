package io.devicegate.dashboards.web;

import io.devicegate.dashboards.collector.Checkup;
import io.devicegate.dashboards.web.Report.Cell;
import io.devicegate.dashboards.web.Report.Table;
import java.util.Comparator;
import java.util.List;

/** What the doctor found, in words. */
final class DoctorReport {

  private DoctorReport() {}

  static Report of(Checkup checkup) {
    List<List<Cell>> rows =
        checkup.checks().stream()
            .sorted(Comparator.comparing(Checkup.Check::result).reversed())
            .map(
                check ->
                    List.of(
                        result(check.result()),
                        Cell.words(check.finding()),
                        Cell.words(check.remedy())))
            .toList();
    return Report.of(
        "Doctor",
        summary(checkup),
        checkup.at(),
        new Table(
            "What was looked at",
            "The settings of the tenant's log streams, the worst first",
            List.of("Result", "What was found", "What to do"),
            rows,
            "Nothing was looked at yet."));
  }

  private static String summary(Checkup checkup) {
    return switch (checkup.result()) {
      case OK -> "The tenant sends all that is needed.";
      case WARNING -> "What is needed for the device flow comes here; something else does not.";
      case UNKNOWN -> "Nobody can say whether the tenant sends all that is needed.";
      case PROBLEM ->
          "The tenant does not send all that is needed: what these pages show is not all there is.";
    };
  }

  private static Cell result(Checkup.Result result) {
    return switch (result) {
      case OK -> Cell.good("fine");
      case WARNING -> Cell.warning("warning");
      case UNKNOWN -> Cell.unknown("unknown");
      case PROBLEM -> Cell.bad("problem");
    };
  }
}
