package io.devicegate.sandbox.logstream;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a reader of {@code GET /api/v2/logs} asks for. */
sealed interface LogQuery {

  /**
   * Reading on from a checkpoint; all other parameters are ignored, as at Auth0.
   *
   * @param from identifier of the last event read; empty for the oldest kept
   * @param take maximum number of events
   */
  record Checkpoint(String from, int take) implements LogQuery {}

  /**
   * One page.
   *
   * @param number number of the page, from zero
   * @param size maximum number of events
   * @param oldestFirst order of the events
   * @param totals whether to wrap the events into an object with totals
   */
  record Page(int number, int size, boolean oldestFirst, boolean totals) implements LogQuery {}

  /** A parameter that cannot be understood. */
  final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  int MAX_SIZE = 100;
  int DEFAULT_SIZE = 50;
  int MAX_PAGE = 1_000_000;
  Pattern LOG_ID = Pattern.compile("[0-9]{1,64}");
  Set<String> PAGE_PARAMETERS = Set.of("page", "per_page", "sort", "include_totals");

  static LogQuery of(Map<String, String[]> parameters) throws Malformed {
    if (parameters.containsKey("from") || parameters.containsKey("take")) {
      return new Checkpoint(
          from(text(parameters, "from")), number(parameters, "take", DEFAULT_SIZE, 1, MAX_SIZE));
    }
    for (String name : parameters.keySet()) {
      if (!PAGE_PARAMETERS.contains(name)) {
        throw new Malformed(
            "the sandbox does not know this parameter; it knows from, take, page, per_page, sort and include_totals");
      }
    }
    return new Page(
        number(parameters, "page", 0, 0, MAX_PAGE),
        number(parameters, "per_page", DEFAULT_SIZE, 0, MAX_SIZE),
        oldestFirst(text(parameters, "sort")),
        "true".equals(text(parameters, "include_totals")));
  }

  private static String from(@Nullable String value) throws Malformed {
    if (value == null) {
      return "";
    }
    if (!LOG_ID.matcher(value).matches()) {
      throw new Malformed("from is no log identifier");
    }
    return value;
  }

  private static boolean oldestFirst(@Nullable String sort) throws Malformed {
    if (sort == null || sort.equals("date:-1")) {
      return false;
    }
    if (sort.equals("date:1")) {
      return true;
    }
    throw new Malformed("sort must be date:1 or date:-1");
  }

  private static int number(
      Map<String, String[]> parameters, String name, int absent, int least, int most)
      throws Malformed {
    String text = text(parameters, name);
    if (text == null) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw new Malformed(name + " must be a number from " + least + " to " + most);
  }

  private static @Nullable String text(Map<String, String[]> parameters, String name) {
    String[] values = parameters.get(name);
    return values == null || values.length == 0 ? null : values[0];
  }
}
