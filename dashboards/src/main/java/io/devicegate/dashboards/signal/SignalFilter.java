package io.devicegate.dashboards.signal;

import io.devicegate.rules.event.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Which signals to list; a null part does not restrict.
 *
 * @param subjectKind what the subject is
 * @param subject whom it is about, word for word
 * @param kind what was detected
 * @param rule id of the detection
 * @param severity how bad it is
 * @param mode whether it may have an effect on requests
 */
public record SignalFilter(
    Signal.@Nullable SubjectKind subjectKind,
    @Nullable String subject,
    @Nullable String kind,
    @Nullable String rule,
    Signal.@Nullable Severity severity,
    Signal.@Nullable Mode mode) {

  /** All of them. */
  public static final SignalFilter ALL = new SignalFilter(null, null, null, null, null, null);

  boolean matches(Signal signal) {
    return (subjectKind == null || subjectKind == signal.subjectKind())
        && (subject == null || subject.equals(signal.subject()))
        && (kind == null || kind.equals(signal.kind()))
        && (rule == null || rule.equals(signal.rule()))
        && (severity == null || severity == signal.severity())
        && (mode == null || mode == signal.mode());
  }
}
