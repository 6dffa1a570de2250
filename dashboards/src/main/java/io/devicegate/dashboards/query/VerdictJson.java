package io.devicegate.dashboards.query;

import io.devicegate.dashboards.incident.Cohort;
import io.devicegate.dashboards.incident.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a verdict, member by member: a contract. */
final class VerdictJson {

  private static final int MOST_COHORTS = 20;

  private VerdictJson() {}

  static Map<String, Object> of(Verdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verdict", verdict.kind().label());
    json.put("sentence", verdict.sentence());
    json.put("asked", verdict.asked().toString());
    json.put("from", verdict.range().from().toString());
    json.put("to", verdict.range().to().toString());
    put(json, "step", verdict.step() == null ? null : verdict.step().label());
    put(json, "since", verdict.since() == null ? null : verdict.since().toString());
    json.put("failed", verdict.failed());
    json.put("attempts", verdict.attempts());
    json.put("share", verdict.share());
    put(json, "code", verdict.code());
    put(json, "cause", verdict.cause() == null ? null : verdict.cause().id());
    put(json, "causeText", verdict.cause() == null ? null : verdict.cause().text());
    put(json, "runbook", verdict.cause() == null ? null : verdict.cause().page());
    json.put("certainty", verdict.certainty().label());
    put(json, "mostly", verdict.mostly().map(VerdictJson::cohort).orElse(null));
    json.put("cohorts", cohorts(verdict));
    json.put("sources", sources(verdict));
    json.put("gaps", gaps(verdict));
    put(json, "past", past(verdict));
    return json;
  }

  private static List<Map<String, Object>> cohorts(Verdict verdict) {
    return verdict.cohorts().stream().limit(MOST_COHORTS).map(VerdictJson::cohort).toList();
  }

  private static Map<String, Object> cohort(Cohort cohort) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dimension", cohort.dimension().label());
    json.put("value", cohort.value());
    json.put("failed", cohort.failed());
    json.put("succeeded", cohort.succeeded());
    json.put("support", cohort.support());
    json.put("usualShare", cohort.usualShare());
    json.put("gain", cohort.gain());
    return json;
  }

  private static List<Map<String, Object>> sources(Verdict verdict) {
    return verdict.sources().stream()
        .map(
            source ->
                Map.<String, Object>of(
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
                Map.<String, Object>of(
                    "source", gap.source(), "text", gap.text(), "blinding", gap.blinding()))
        .toList();
  }

  private static @Nullable Map<String, Object> past(Verdict verdict) {
    Verdict.Past past = verdict.past();
    return past == null
        ? null
        : Map.of(
            "step", past.step().label(),
            "from", past.during().from().toString(),
            "to", past.during().to().toString(),
            "failed", past.failed(),
            "attempts", past.attempts());
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
