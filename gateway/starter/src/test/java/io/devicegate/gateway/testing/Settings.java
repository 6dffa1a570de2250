package io.devicegate.gateway.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.validation.FieldError;

/** Binds settings as an application does at start. */
public final class Settings {

  private Settings() {}

  /** The settings of {@code type}, which {@code configuration} enables. */
  public static <T> T bind(Class<?> configuration, Class<T> type, String... properties) {
    AtomicReference<@Nullable T> bound = new AtomicReference<>();
    new ApplicationContextRunner()
        .withUserConfiguration(configuration)
        .withPropertyValues(properties)
        .run(context -> bound.set(context.getBean(type)));
    return requireNonNull(bound.get(), "bound");
  }

  /** What a start complains of, each as {@code property: explanation}. */
  public static List<String> problems(Class<?> configuration, String... properties) {
    AtomicReference<List<String>> problems = new AtomicReference<>(List.of());
    new ApplicationContextRunner()
        .withUserConfiguration(configuration)
        .withPropertyValues(properties)
        .run(context -> problems.set(problems(context.getStartupFailure())));
    return requireNonNull(problems.get(), "problems");
  }

  private static List<String> problems(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindValidationException invalid) {
        String prefix = invalid.getValidationErrors().getName().toString();
        return invalid.getValidationErrors().getAllErrors().stream()
            .map(
                error ->
                    prefix
                        + "."
                        + ((FieldError) error).getField()
                        + ": "
                        + error.getDefaultMessage())
            .toList();
      }
    }
    return List.of();
  }
}
