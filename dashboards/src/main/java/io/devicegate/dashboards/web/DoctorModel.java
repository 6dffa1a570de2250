package io.devicegate.dashboards.web;

import io.devicegate.dashboards.collector.Checkup;
import java.util.Comparator;
import java.util.List;

/**
 * The page of the doctor, in words.
 *
 * @param summary what there is to do, in a sentence
 * @param looked when it was looked at, of the day in UTC
 * @param lookedIso the same for machines
 * @param checks what was looked at, the worst first
 */
record DoctorModel(String summary, String looked, String lookedIso, List<Check> checks) {

  static DoctorModel of(Checkup checkup) {
    return new DoctorModel(
        summary(checkup),
        Words.clock(checkup.at()),
        checkup.at().toString(),
        checkup.checks().stream()
            .sorted(Comparator.comparing(Checkup.Check::result).reversed())
            .map(Check::of)
            .toList());
  }

  private static String summary(Checkup checkup) {
    return switch (checkup.result()) {
      case OK -> "All that is needed comes here.";
      case WARNING -> "What is needed for the device flow comes here; something else does not.";
      case UNKNOWN -> "Nobody can say whether all that is needed comes here.";
      case PROBLEM ->
          "Not all that is needed comes here: what these pages show is not all there is.";
    };
  }

  /**
   * A line of the table.
   *
   * @param result the word for the result
   * @param outcome the class that gives it its colour
   * @param sign the sign beside the word, for whoever sees no colours
   */
  record Check(String result, String outcome, String sign, String finding, String remedy) {

    private static Check of(Checkup.Check check) {
      return switch (check.result()) {
        case OK -> new Check("fine", "success", "✓", check.finding(), check.remedy());
        case WARNING -> new Check("warning", "pending", "!", check.finding(), check.remedy());
        case UNKNOWN -> new Check("unknown", "pending", "?", check.finding(), check.remedy());
        case PROBLEM -> new Check("problem", "failure", "✕", check.finding(), check.remedy());
      };
    }
  }
}
