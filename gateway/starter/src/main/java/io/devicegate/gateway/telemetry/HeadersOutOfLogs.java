package io.devicegate.gateway.telemetry;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps tokens out of the log also when all of it is set to DEBUG: Spring Cloud Gateway's filters
 * of headers write at that level whatever a traced request brings. Whoever wants that has to name
 * these loggers.
 */
final class HeadersOutOfLogs implements EnvironmentPostProcessor {

  private static final String LEVEL =
      "logging.level.org.springframework.cloud.gateway.filter.headers";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("devicegateLogLevels", Map.of(LEVEL, "INFO")));
  }
}
