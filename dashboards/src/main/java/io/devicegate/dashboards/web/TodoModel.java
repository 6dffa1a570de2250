package io.devicegate.dashboards.web;

import io.devicegate.dashboards.incident.Cause;
import io.devicegate.dashboards.incident.Verdict;
import io.devicegate.dashboards.web.PageProperties.Contact;
import java.util.List;

/**
 * What to do now: the runbook's own words.
 *
 * @param cause what is probably wrong
 * @param title the runbook's title
 * @param url the runbook's page
 * @param diagnosis how to make sure, as HTML made from our own files; may be empty
 * @param mitigation what to do, likewise
 * @param escalation whom to call, likewise
 * @param contacts those of them who are known by name
 */
record TodoModel(
    String cause,
    String title,
    String url,
    String diagnosis,
    String mitigation,
    String escalation,
    List<Contact> contacts) {

  private static final String SILENT = "DevicegateTenantSilent";

  static TodoModel of(Verdict verdict, Runbooks runbooks, PageProperties pages) {
    Cause cause = verdict.cause();
    if (cause == null) {
      return verdict.kind() == Verdict.Kind.UNKNOWN
          ? of("First find out why nothing is seen.", SILENT, runbooks, pages)
          : new TodoModel("Nothing.", "All runbooks", "/runbooks", "", "", "", List.of());
    }
    return of(cause.text() + ".", cause.runbook(), runbooks, pages);
  }

  private static TodoModel of(String text, String name, Runbooks runbooks, PageProperties pages) {
    return runbooks
        .find(name)
        .map(
            runbook ->
                new TodoModel(
                    text,
                    runbook.title(),
                    "/runbooks/" + name,
                    runbook.diagnosis(),
                    runbook.mitigation(),
                    runbook.escalation(),
                    pages.named(runbook.escalation())))
        .orElseGet(() -> new TodoModel(text, "All runbooks", "/runbooks", "", "", "", List.of()));
  }
}
