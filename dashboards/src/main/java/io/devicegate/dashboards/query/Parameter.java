package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import java.util.Arrays;
import java.util.List;

/**
 * A query parameter, as the API takes and documents it.
 *
 * @param name its name
 * @param meaning what it says, and what holds without it
 * @param example a value that is understood
 * @param required whether the question makes no sense without it
 */
record Parameter(String name, String meaning, String example, boolean required) {

  /** What the second cohort of a comparison has in front of its parameters. */
  static final String AGAINST = "against.";

  static final Parameter WINDOW =
      optional(
          "window",
          "length of the stretch that ends at `to`: `15m`, `1h`, `7d` or ISO-8601, 1m to 31d",
          "1h");

  static final Parameter FROM =
      optional("from", "first instant, ISO-8601 with a zone", "2026-11-24T00:00:00Z");

  static final Parameter TO =
      optional(
          "to",
          "first instant no longer inside, ISO-8601 with a zone; now if absent",
          "2026-11-25T00:00:00+01:00");

  static final Parameter TEXT =
      optional(
          "text", "words that all stand in the description, in any order and case", "expired code");

  static final Parameter LIMIT =
      optional("limit", "at most so many, 1 to " + EventFilter.MAX_LIMIT, "50");

  static final Parameter CURSOR =
      optional(
          "cursor", "the `next` of the page before, as it is", "MTc2Mzk4NTYwMDAwMDAwMHxhdXRoMHx4");

  static final Parameter BUCKET =
      optional(
          "bucket",
          "length of a bucket, 1s or more, at most "
              + EventStore.MAX_BUCKETS
              + " of them; of 60 or more if absent",
          "1m");

  static final Parameter BY =
      optional("by", "what the series are of: one of " + kinds() + "; `outcome` if absent", "type");

  static final Parameter DIMENSION =
      new Parameter("by", "the dimension, one of those that can be filtered by", "client", true);

  static final Parameter SOURCE = optional("source", "only of this source", "auth0");

  /** From, to and window. */
  static final List<Parameter> RANGE = List.of(FROM, TO, WINDOW);

  /** A filter for each dimension. */
  static final List<Parameter> DIMENSIONS =
      Arrays.stream(Dimension.values()).map(Parameter::of).toList();

  static Parameter optional(String name, String meaning, String example) {
    return new Parameter(name, meaning, example, false);
  }

  /** The same for the second cohort. */
  Parameter ofSecond() {
    return optional(AGAINST + name, "the same for the second cohort", example);
  }

  /** All of the lists in one. */
  static List<Parameter> all(List<List<Parameter>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }

  /** The filters of signals. */
  static List<Parameter> signals() {
    return List.of(
        optional("subject_kind", "what they are about: client, user, session, ip, tenant", "user"),
        optional("subject", "whom they are about, word for word", "auth0|alice"),
        optional("kind", "what was detected", "poll_abuse"),
        optional("rule", "id of the detection", "poll-abuse"),
        optional("severity", "low, medium, high or critical", "high"),
        optional("mode", "observe or enforce", "enforce"));
  }

  /** The dimensions that a time series can be split by. */
  static List<Dimension> series() {
    return List.of(
        Dimension.SOURCE, Dimension.TYPE, Dimension.STAGE, Dimension.OUTCOME, Dimension.REASON);
  }

  private static String kinds() {
    return String.join(", ", series().stream().map(it -> "`" + it.label() + "`").toList());
  }

  private static Parameter of(Dimension dimension) {
    return optional(
        dimension.label(),
        "only events with this value; given several times, with any of them, at most "
            + QueryParameters.MAX_VALUES,
        dimension.label());
  }
}
