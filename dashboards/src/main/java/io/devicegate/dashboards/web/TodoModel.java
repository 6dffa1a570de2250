package io.devicegate.dashboards.web;

import io.devicegate.dashboards.incident.Cause;
import io.devicegate.dashboards.incident.Verdict;

/**
 * What to do now: the runbook's own words.
 *
 * @param cause what is probably wrong
 * @param title the runbook's title
 * @param url the runbook's page
 * @param diagnosis how to make sure, as HTML made from our own files; may be empty
 * @param mitigation what to do, likewise
 * @param escalation whom to call, likewise
 */
record TodoModel(
    String cause,
    String title,
    String url,
    String diagnosis,
    String mitigation,
    String escalation) {

  static TodoModel of(Verdict verdict, Runbooks runbooks) {
    Cause cause = verdict.cause();
    if (cause == null) {
      String text =
          verdict.kind() == Verdict.Kind.UNKNOWN
              ? "First find out why nothing is seen."
              : "Nothing. The runbooks are there for when it is otherwise.";
      return new TodoModel(text, "Runbooks", "/runbooks", "", "", "");
    }
    return runbooks
        .find(cause.runbook())
        .map(
            runbook ->
                new TodoModel(
                    cause.text() + ".",
                    runbook.title(),
                    cause.page(),
                    runbook.diagnosis(),
                    runbook.mitigation(),
                    runbook.escalation()))
        .orElseGet(() -> new TodoModel(cause.text() + ".", "Runbooks", "/runbooks", "", "", ""));
  }
}
