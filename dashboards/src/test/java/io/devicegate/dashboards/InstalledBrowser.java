package io.devicegate.dashboards;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the browser that is installed on the machine, by the same properties as the
 * sandbox's tests: {@code devicegate.test.browser} names its program, otherwise the usual places
 * are searched; without any the tests are skipped, or fail if {@code
 * devicegate.test.browser.required} is true.
 */
final class InstalledBrowser implements ExecutionCondition, ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(InstalledBrowser.class);

  private static final List<String> PLACES =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/usr/local/bin/chromium",
          "/snap/bin/chromium",
          "/opt/google/chrome/google-chrome");

  private static final String NONE =
      "No browser is installed, so browser tests are skipped. Install chromium, or name a browser's"
          + " program with -Ddevicegate.test.browser=/path";

  /** Milliseconds that an assertion on a page waits: builds share their machines. */
  private static final double PATIENCE = 20_000;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Path> program = program();
    if (program.isPresent()) {
      return ConditionEvaluationResult.enabled("Browser: " + program.get());
    }
    if (Boolean.getBoolean("devicegate.test.browser.required")) {
      throw new IllegalStateException(
          "No browser is installed, but devicegate.test.browser.required is true. Install chromium.");
    }
    return ConditionEvaluationResult.disabled(NONE);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent("browser", key -> Running.start(program().orElseThrow()), Running.class)
        .browser();
  }

  private static Optional<Path> program() {
    String named = System.getProperty("devicegate.test.browser", "");
    return (named.isEmpty() ? PLACES.stream() : Stream.of(named))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A browser and the driver that holds it. */
  private record Running(Playwright driver, Browser browser) implements AutoCloseable {

    static Running start(Path program) {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
      Playwright driver =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      BrowserType.LaunchOptions options =
          new BrowserType.LaunchOptions()
              .setExecutablePath(program)
              .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-sync"));
      return new Running(driver, driver.chromium().launch(options));
    }

    @Override
    public void close() {
      browser.close();
      driver.close();
    }
  }
}
