package io.devicegate.dashboards.incident;

import org.jspecify.annotations.Nullable;

/**
 * What is probably wrong.
 *
 * @param id one word for it that never changes, such as {@code device_grant_off}
 * @param text the same for a person
 * @param runbook what to do; the name of a page under {@code /runbooks}
 */
public record Cause(String id, String text, String runbook) {

  private static final String PAGES = "/runbooks/";

  /** The page of the runbook for calls that the gateway refuses with that reason. */
  public static String pageOfRefusal(@Nullable String reason) {
    return PAGES + Causes.runbookOfRefusal(reason);
  }

  /** The path of the runbook's page. */
  public String page() {
    return runbook.equals("README") ? "/runbooks" : PAGES + runbook;
  }
}
