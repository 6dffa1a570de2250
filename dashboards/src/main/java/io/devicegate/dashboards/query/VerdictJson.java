package io.devicegate.dashboards.query;

import io.devicegate.dashboards.incident.Cause;
import io.devicegate.dashboards.incident.Cohort;
import io.devicegate.dashboards.incident.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a verdict, member by member: a contract. */
final class VerdictJson {

  private static final int MOST_COHORTS = 20;

  private VerdictJson() {}

  static Map<String, Object> of(Verdict verdict) {
    Cause cause = verdict.cause();
    return Views.json(
        "verdict", verdict.kind().label(),
        "sentence", verdict.sentence(),
        "asked", verdict.asked().toString(),
        "from", verdict.range().from().toString(),
        "to", verdict.range().to().toString(),
        "step", verdict.step() == null ? null : verdict.step().label(),
        "since", verdict.since() == null ? null : verdict.since().toString(),
        "failed", verdict.failed(),
        "attempts", verdict.attempts(),
        "share", verdict.share(),
        "code", verdict.code(),
        "cause", cause == null ? null : cause.id(),
        "causeText", cause == null ? null : cause.text(),
        "runbook", cause == null ? null : cause.page(),
        "certainty", verdict.certainty().label(),
        "mostly", verdict.mostly().map(VerdictJson::cohort).orElse(null),
        "cohorts", cohorts(verdict),
        "sources", sources(verdict),
        "gaps", gaps(verdict),
        "past", past(verdict));
  }

  private static List<Map<String, Object>> cohorts(Verdict verdict) {
    return verdict.cohorts().stream().limit(MOST_COHORTS).map(VerdictJson::cohort).toList();
  }

  private static Map<String, Object> cohort(Cohort cohort) {
    return Views.json(
        "dimension", cohort.dimension().label(),
        "value", cohort.value(),
        "failed", cohort.failed(),
        "succeeded", cohort.succeeded(),
        "support", cohort.support(),
        "usualShare", cohort.usualShare(),
        "gain", cohort.gain());
  }

  private static List<Map<String, Object>> sources(Verdict verdict) {
    return verdict.sources().stream()
        .map(
            source ->
                Views.json(
                    "source", source.source(),
                    "newest", source.newest().toString(),
                    "received", source.received().toString(),
                    "ageSeconds",
                        Duration.between(source.newest(), verdict.asked()).toMillis() / 1000.0))
        .toList();
  }

  private static List<Map<String, Object>> gaps(Verdict verdict) {
    return verdict.gaps().stream()
        .map(
            gap ->
                Views.json("source", gap.source(), "text", gap.text(), "blinding", gap.blinding()))
        .toList();
  }

  private static @Nullable Map<String, Object> past(Verdict verdict) {
    Verdict.Past past = verdict.past();
    return past == null
        ? null
        : Views.json(
            "step", past.step().label(),
            "from", past.during().from().toString(),
            "to", past.during().to().toString(),
            "failed", past.failed(),
            "attempts", past.attempts());
  }
}
