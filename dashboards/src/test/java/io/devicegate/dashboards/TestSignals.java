package io.devicegate.dashboards;

import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Mode;
import io.devicegate.rules.event.Signal.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Signals for tests; all invented. */
public final class TestSignals {

  private TestSignals() {}

  /** One about an address, for an hour. */
  public static Signal signal(String id, Mode mode, Instant raised) {
    return new Signal(
        id,
        SubjectKind.IP,
        "203.0.113.7",
        "poll_abuse",
        "Thirty or more exchanges were refused.",
        "poll-abuse",
        Signal.Severity.LOW,
        mode,
        new Signal.Evidence(List.of("auth0:1"), 30, 30),
        raised,
        raised.plus(Duration.ofHours(1)));
  }
}
