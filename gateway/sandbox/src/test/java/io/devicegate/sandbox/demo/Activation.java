package io.devicegate.sandbox.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What a person does in a browser who activates a device. */
final class Activation {

  private Activation() {}

  /** Confirms the code in a real browser, signs in and consents, as the pages ask for it. */
  static void activate(Browser browser, String uri, String user) {
    try (var context = browser.newContext();
        Page page = context.newPage()) {
      page.navigate(uri);
      button(page, "Confirm");
      page.locator("[name=username]").fill(user + "@sandbox.test");
      page.locator("[name=password]").fill("sandbox");
      page.locator("form button[type=submit]").first().click();
      if (page.locator("button[name=action][value=accept]").count() > 0) {
        page.locator("button[name=action][value=accept]").click();
      }
    }
  }

  private static void button(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }
}
