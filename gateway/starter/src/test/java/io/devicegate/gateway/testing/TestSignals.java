package io.devicegate.gateway.testing;

import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Mode;
import io.devicegate.rules.event.Signal.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Signals, as detections raise them. */
public final class TestSignals {

  /** The kind of all of them. */
  public static final String KIND = "user_code_guessing";

  /** The rule that raised all of them. */
  public static final String RULE = "user-code-guessing-ip";

  private TestSignals() {}

  public static Signal enforcing(String id, SubjectKind kind, String subject, Instant raised) {
    return of(id, kind, subject, Mode.ENFORCE, raised, Duration.ofHours(1));
  }

  public static Signal observing(String id, SubjectKind kind, String subject, Instant raised) {
    return of(id, kind, subject, Mode.OBSERVE, raised, Duration.ofHours(1));
  }

  public static Signal of(
      String id, SubjectKind kind, String subject, Mode mode, Instant raised, Duration ttl) {
    return new Signal(
        id,
        kind,
        subject,
        KIND,
        "Five or more different user codes were refused.",
        RULE,
        Signal.Severity.HIGH,
        mode,
        new Signal.Evidence(List.of("auth0:evidence-1"), 5, 5),
        raised,
        raised.plus(ttl));
  }
}
