package io.devicegate.dashboards.query;

import io.devicegate.dashboards.collector.Checkup;
import io.devicegate.dashboards.collector.Ledger;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.rules.event.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of the API, member by member: a contract, so not left to the names in our code. */
final class Views {

  Map<String, Object> funnel(Funnel funnel) {
    return json(
        "from", funnel.range().from().toString(),
        "to", funnel.range().to().toString(),
        "steps", funnel.steps().stream().map(Views::step).toList());
  }

  Map<String, Object> event(EventView event) {
    return json(
        "source", event.source(),
        "id", event.id(),
        "time", event.time().toString(),
        "received", event.received().toString(),
        "type", event.type(),
        "meaning", event.meaning(),
        "stage", event.stage().label(),
        "outcome", event.outcome().label(),
        "reason", event.reason(),
        "description", event.description(),
        "client", event.client(),
        "user", event.user(),
        "session", event.session(),
        "ip", event.ip());
  }

  Map<String, Object> signal(Signal signal) {
    return json(
        "id", signal.id(),
        "subject_kind", word(signal.subjectKind()),
        "subject", signal.subject(),
        "kind", signal.kind(),
        "reason", signal.reason(),
        "rule", signal.rule(),
        "severity", word(signal.severity()),
        "mode", word(signal.mode()),
        "evidence",
            json(
                "events", signal.evidence().events(),
                "count", signal.evidence().count(),
                "total", signal.evidence().total()),
        "raised_at", signal.raisedAt().toString(),
        "expires_at", signal.expiresAt().toString());
  }

  Map<String, Object> checkup(Checkup checkup) {
    return json(
        "at", checkup.at().toString(),
        "result", word(checkup.result()),
        "checks",
            checkup.checks().stream()
                .map(
                    check ->
                        json(
                            "check", word(check.kind()),
                            "result", word(check.result()),
                            "finding", check.finding(),
                            "remedy", check.remedy().isEmpty() ? null : check.remedy()))
                .toList());
  }

  Map<String, Object> ledger(Map<String, Ledger.Account> accounts) {
    return json(
        "balanced", accounts.values().stream().allMatch(Ledger.Account::isBalanced),
        "sources",
            accounts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> account(entry.getKey(), entry.getValue()))
                .toList());
  }

  private static Map<String, Object> account(String source, Ledger.Account account) {
    return json(
        "source", source,
        "received", account.received(),
        "stored", account.stored(),
        "duplicates", account.duplicates(),
        "rejected", account.rejected(),
        "returned", account.returned(),
        "waiting", account.waiting(),
        "balanced", account.isBalanced());
  }

  /** A constant as the API writes it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  Map<String, Object> code(EventCode code) {
    return json(
        "code", code.code(),
        "domain", code.domain(),
        "stage", code.stage().label(),
        "outcome", code.outcome().label(),
        "severity", code.severity().label(),
        "countsAgainstSlo", code.countsAgainstSlo(),
        "meaning", code.meaning());
  }

  /** Neither z nor probability, rather than a number nobody may rely on. */
  Map<String, Object> contrast(Contrast contrast) {
    return json(
        "value", contrast.value(),
        "first", contrast.first(),
        "second", contrast.second(),
        "firstShare", contrast.firstShare(),
        "secondShare", contrast.secondShare(),
        "support", contrast.support(),
        "logOdds", contrast.logOdds(),
        "z", contrast.z(),
        "probability", contrast.probability(),
        "significant", contrast.isSignificant(),
        "tooFew", contrast.isTooFew());
  }

  private static Map<String, Object> step(FunnelStep step) {
    return json(
        "stage", step.stage().label(),
        "title", step.title(),
        "observable", step.isObservable(),
        "succeeded", step.succeeded(),
        "failed", step.failed(),
        "cancelled", step.cancelled(),
        "pending", step.pending(),
        "source", step.source(),
        "blindSpot", step.blindSpot(),
        "codes", codes(step.codes()));
  }

  private static List<Map<String, Object>> codes(List<CodeCount> codes) {
    return codes.stream()
        .map(
            code ->
                json(
                    "code", code.code(),
                    "outcome", code.outcome().label(),
                    "meaning", code.meaning(),
                    "count", code.count()))
        .toList();
  }

  /** Names and values in turn; an unknown value is left out. */
  static Map<String, Object> json(@Nullable Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      Object value = members[i + 1];
      if (value != null) {
        object.put(String.valueOf(members[i]), value);
      }
    }
    return object;
  }
}
