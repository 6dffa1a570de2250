package io.devicegate.dashboards.web;

import io.devicegate.dashboards.query.FunnelStep;
import io.devicegate.dashboards.query.Overview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The page in one or two sentences, for those who cannot see the funnel or have no time to. */
final class Summary {

  private Summary() {}

  static String of(Overview overview) {
    if (overview.sources().isEmpty()) {
      return "No event has arrived yet, so nothing can be said about the device flow.";
    }
    List<String> parts = new ArrayList<>();
    for (FunnelStep step : overview.funnel().steps()) {
      add(parts, step);
    }
    String done = parts.isEmpty() ? "Nobody was seen in the device flow" : String.join(", ", parts);
    return "In the last " + length(overview) + ": " + done + "." + worst(overview);
  }

  private static String length(Overview overview) {
    Duration length =
        Duration.between(overview.funnel().range().from(), overview.funnel().range().to());
    return length.equals(Duration.ofHours(1)) ? "hour" : Words.duration(length);
  }

  private static void add(List<String> parts, FunnelStep step) {
    Long succeeded = step.succeeded();
    if (succeeded == null) {
      return;
    }
    switch (step.stage()) {
      case LOGIN -> parts.add(Words.count(succeeded, "login", "logins"));
      case EXCHANGE ->
          parts.add(Words.count(succeeded, "device got its token", "devices got their tokens"));
      case CALL -> parts.add(Words.count(succeeded, "device", "devices") + " called the API");
      case REQUEST, ACTIVATION, CONFIRMATION, REFRESH, NONE -> {
        // Nothing tells of success there.
      }
    }
  }

  private static String worst(Overview overview) {
    FunnelStep worst = null;
    for (FunnelStep step : overview.funnel().steps()) {
      if (step.failed() > 0 && (worst == null || step.failed() > worst.failed())) {
        worst = step;
      }
    }
    if (worst == null) {
      return " No failure was seen.";
    }
    int step = overview.funnel().steps().indexOf(worst) + 1;
    return " Most failures, %s, at step %d, “%s”."
        .formatted(Words.number(worst.failed()), step, worst.title());
  }
}
