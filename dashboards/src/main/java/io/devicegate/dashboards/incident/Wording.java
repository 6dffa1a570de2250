package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.incident.Verdict.Past;
import io.devicegate.dashboards.taxonomy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verdict in words. Times are UTC. */
final class Wording {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private Wording() {}

  static String of(Verdict verdict) {
    return switch (verdict.kind()) {
      case HEALTHY -> healthy(verdict);
      case BROKEN -> broken(verdict);
      case USERS_NOT_FINISHING ->
          "Users do not finish%s: %s.%s"
              .formatted(since(verdict), notFinishing(verdict), mostly(verdict));
      case UNDER_ATTACK ->
          "Attack suspected%s: %s.%s".formatted(since(verdict), why(verdict), mostly(verdict));
      case UNKNOWN -> "Unknown: " + unknown(verdict);
    };
  }

  private static String healthy(Verdict verdict) {
    String text =
        "Healthy: %d of %d attempts failed in the last %s."
            .formatted(verdict.failed(), verdict.attempts(), length(verdict));
    return text + past(verdict.past());
  }

  private static String past(@Nullable Past past) {
    return past == null
        ? ""
        : " %s was broken from %s to %s (%s of attempts) and works again."
            .formatted(
                capital(step(past.step())),
                CLOCK.format(past.during().from()),
                CLOCK.format(past.during().to()),
                percent((double) past.failed() / Math.max(1, past.attempts())));
  }

  private static String broken(Verdict verdict) {
    return "%s is broken%s: %s of attempts fail.%s Probably: %s."
        .formatted(
            capital(step(verdict.step())),
            since(verdict),
            percent(verdict.share()),
            mostly(verdict),
            why(verdict));
  }

  private static String notFinishing(Verdict verdict) {
    String what = verdict.step() == Stage.CONFIRMATION ? "decline" : "run out of time";
    return "%s of attempts %s".formatted(percent(verdict.share()), what);
  }

  private static String mostly(Verdict verdict) {
    return verdict
        .mostly()
        .map(cohort -> " Mostly %s %s.".formatted(cohort.dimension().label(), cohort.value()))
        .orElse("");
  }

  private static String why(Verdict verdict) {
    String text = verdict.cause() == null ? "not known" : verdict.cause().text();
    String lower = text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String unknown(Verdict verdict) {
    return verdict.gaps().stream()
        .filter(Gap::blinding)
        .map(Gap::text)
        .findFirst()
        .orElse("nothing is seen.");
  }

  private static String since(Verdict verdict) {
    Instant since = verdict.since();
    if (since == null) {
      return " for longer than the last " + length(verdict);
    }
    long minutes = Duration.between(since, verdict.asked()).toMinutes();
    return " since %s UTC (%d min)".formatted(CLOCK.format(since), minutes);
  }

  private static String length(Verdict verdict) {
    long minutes = Duration.between(verdict.range().from(), verdict.range().to()).toMinutes();
    if (minutes <= 90) {
      return minutes == 60 ? "hour" : minutes + " minutes";
    }
    return Math.round(minutes / 60.0) + " hours";
  }

  /** Below a tenth a digit more, since there it matters. */
  private static String percent(double share) {
    return share > 0 && share < 0.1
        ? String.format(Locale.ROOT, "%.1f %%", 100 * share)
        : Math.round(100 * share) + " %";
  }

  private static String step(@Nullable Stage step) {
    return switch (step == null ? Stage.NONE : step) {
      case REQUEST -> "step 1, asking for a code,";
      case ACTIVATION -> "step 2, entering the code,";
      case LOGIN -> "step 3, logging in,";
      case CONFIRMATION -> "step 4, confirming,";
      case EXCHANGE -> "step 5, getting tokens,";
      case CALL -> "step 6, calling the API,";
      case REFRESH -> "refreshing tokens";
      case NONE -> "the device flow";
    };
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
