package io.devicegate.rules.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What a detection says about somebody, for a while.
 *
 * <p>Two signals with the same id are the same finding; the later one replaces the earlier. That
 * happens when an event arrives out of order and the finding turns out to be older than thought.
 *
 * @param id identity: that of the rule, of what it groups by, and of the window
 * @param subjectKind what the subject is
 * @param subject whom it is about, as in {@link Subject}; {@code *} for {@link SubjectKind#TENANT}
 * @param kind what was detected, in one word that policies may ask for
 * @param reason what was detected, for a person
 * @param rule id of the detection
 * @param severity how bad it is when it is true
 * @param mode whether it may have an effect on requests
 * @param evidence what it rests on
 * @param raisedAt since when, by the time of the event that completed the finding
 * @param expiresAt until when it may be acted upon
 */
public record Signal(
    String id,
    SubjectKind subjectKind,
    String subject,
    String kind,
    String reason,
    String rule,
    Severity severity,
    Mode mode,
    Evidence evidence,
    Instant raisedAt,
    Instant expiresAt) {

  public Signal {
    requireNonNull(id, "id");
    requireNonNull(subjectKind, "subjectKind");
    requireNonNull(subject, "subject");
    requireNonNull(kind, "kind");
    requireNonNull(reason, "reason");
    requireNonNull(rule, "rule");
    requireNonNull(severity, "severity");
    requireNonNull(mode, "mode");
    requireNonNull(evidence, "evidence");
    requireNonNull(raisedAt, "raisedAt");
    requireNonNull(expiresAt, "expiresAt");
    if (!expiresAt.isAfter(raisedAt)) {
      throw new IllegalArgumentException(
          "expiresAt: " + expiresAt + " (expected: after " + raisedAt + ")");
    }
  }

  /** What a signal may be about. */
  public enum SubjectKind {
    CLIENT,
    USER,
    SESSION,
    IP,
    /** Nobody in particular: all of the tenant. */
    TENANT
  }

  /** How bad a finding is when it is true. */
  public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }

  /** What may be done with a signal. */
  public enum Mode {
    /** It is shown and counted, and has no effect on requests. */
    OBSERVE,
    /** It refuses requests, and policies may act upon it. */
    ENFORCE
  }

  /**
   * What a signal rests on.
   *
   * @param events {@code source:id} of events, in the order of their times; at most 16, the last
   * @param count what was counted when the signal was raised: events, distinct values, steps, or
   *     events of the numerator
   * @param total for a ratio how many events there were, else the same as {@code count}
   */
  public record Evidence(List<String> events, long count, long total) {

    public Evidence {
      events = List.copyOf(events);
    }
  }
}
