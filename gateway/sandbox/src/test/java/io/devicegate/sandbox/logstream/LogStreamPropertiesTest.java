package io.devicegate.sandbox.logstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class LogStreamPropertiesTest {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(LogStreamProperties.class)
  static class Properties {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void deliversNothingByDefault() {
    runner.run(
        context ->
            assertThat(context.getBean(LogStreamProperties.class))
                .isEqualTo(
                    new LogStreamProperties(
                        10_000,
                        new LogStreamProperties.Webhook(
                            null,
                            null,
                            WebhookFormat.JSONARRAY,
                            "application/json",
                            100,
                            Duration.ofSeconds(10),
                            Duration.ofMillis(500),
                            Duration.ofSeconds(30)))));
  }

  @Test
  void takesEveryProperty() {
    Map<String, String> properties =
        Map.of(
            "capacity", "7",
            "webhook.url", "http://localhost:8081/ingest/auth0",
            "webhook.authorization", "token",
            "webhook.format", "JSONLINES",
            "webhook.content-type", "application/x-ndjson",
            "webhook.batch", "8",
            "webhook.timeout", "1s",
            "webhook.backoff", "2s",
            "webhook.max-backoff", "3s");
    runner
        .withPropertyValues(
            properties.entrySet().stream()
                .map(e -> "devicegate.sandbox.log-stream." + e.getKey() + "=" + e.getValue())
                .toArray(String[]::new))
        .run(
            context ->
                assertThat(context.getBean(LogStreamProperties.class))
                    .isEqualTo(
                        new LogStreamProperties(
                            7,
                            new LogStreamProperties.Webhook(
                                URI.create("http://localhost:8081/ingest/auth0"),
                                "token",
                                WebhookFormat.JSONLINES,
                                "application/x-ndjson",
                                8,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3)))));
  }

  @ParameterizedTest
  @CsvSource({
    "capacity, 0",
    "webhook.url, ftp://localhost/",
    "webhook.format, XML",
    "webhook.batch, 0",
    "webhook.timeout, 0s",
    "webhook.backoff, 0s",
    "webhook.max-backoff, soon"
  })
  void namesAPropertyThatIsWrong(String name, String value) {
    runner
        .withPropertyValues("devicegate.sandbox.log-stream." + name + "=" + value)
        .run(
            context ->
                assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .extracting(LogStreamPropertiesTest::messages, InstanceOfAssertFactories.STRING)
                    .contains(name));
  }

  private static String messages(Throwable problem) {
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      messages.append(cause).append('\n');
    }
    return messages.toString();
  }
}
