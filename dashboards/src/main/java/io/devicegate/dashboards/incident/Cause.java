package io.devicegate.dashboards.incident;

/**
 * What is probably wrong.
 *
 * @param id one word for it that never changes, such as {@code device_grant_off}
 * @param text the same for a person
 * @param runbook what to do; the name of a page under {@code /runbooks}
 */
public record Cause(String id, String text, String runbook) {

  /** The path of the runbook's page. */
  public String page() {
    return runbook.equals("README") ? "/runbooks" : "/runbooks/" + runbook;
  }
}
