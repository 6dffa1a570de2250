package io.devicegate.dashboards.cli;

import java.util.List;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings of the server, from where the server takes them. */
final class ServerSettings {

  private final Binder binder;

  private ServerSettings(Binder binder) {
    this.binder = binder;
  }

  /**
   * Reads the environment and {@code application.yaml}.
   *
   * @param options settings of the command line, which come before those, as {@code --name=value}
   */
  static ServerSettings of(List<String> options) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new SimpleCommandLinePropertySource(options.toArray(String[]::new)));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    return new ServerSettings(Binder.get(environment));
  }

  /**
   * The settings of a kind.
   *
   * @throws IllegalArgumentException if the server would not take one of them; the message names it
   *     and shows no secret
   */
  <T> T get(String prefix, Class<T> type) {
    try {
      return binder.bindOrCreate(prefix, type);
    } catch (BindException e) {
      throw new IllegalArgumentException(words(e), e);
    }
  }

  /** What our own settings say names no secret; what a converter says may show the value. */
  private static String words(BindException failure) {
    String cause = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
    return cause != null && cause.startsWith("devicegate.")
        ? cause
        : failure.getName() + ": not a value that the server would take";
  }
}
