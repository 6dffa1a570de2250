package io.devicegate.sandbox.browser;

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
 * Gives a test the browser that is installed on the machine, as a parameter of type {@link
 * Browser}: one for the whole run, started for the first test that asks, stopped after the last.
 * Nothing is ever downloaded.
 *
 * <p>System properties: {@code devicegate.test.browser} names the browser's program, otherwise the
 * usual places are searched for a Chromium or Chrome. Without any, the tests are skipped with one
 * line that says so; with {@code devicegate.test.browser.required=true} they fail instead.
 *
 * <p>Playwright is not thread-safe: do not run tests that use it in parallel.
 */
public final class InstalledBrowser implements ExecutionCondition, ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(InstalledBrowser.class);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** Milliseconds that an assertion on a page waits: builds share their machines. */
  private static final double PATIENCE = 20_000;

  private static final String NONE =
      "No browser is installed, so browser tests are skipped. Install chromium, or name a browser's"
          + " program with -Ddevicegate.test.browser=/path";

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
    context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            "told",
            key -> {
              System.out.println(NONE);
              return true;
            });
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
    Stream<Path> candidates =
        named.isEmpty()
            ? Stream.of("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome")
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            : Stream.of(Path.of(named));
    return candidates.filter(Files::isExecutable).findFirst();
  }

  /** A browser and the driver that holds it. */
  private record Running(Playwright driver, Browser browser) implements AutoCloseable {

    static Running start(Path program) {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
      Playwright driver =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      return new Running(
          driver,
          driver
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS)));
    }

    @Override
    public void close() {
      browser.close();
      driver.close();
    }
  }
}
