package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.collector.CollectorProperties;
import io.devicegate.dashboards.privacy.PrivacyProperties;
import io.devicegate.dashboards.privacy.PrivacyProperties.Action;
import io.devicegate.dashboards.privacy.PrivacyProperties.Field;
import io.devicegate.dashboards.query.QueryProperties;
import io.devicegate.dashboards.store.StoreProperties;
import io.devicegate.dashboards.web.PageProperties;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.util.unit.DataSize;

class DashboardsPropertiesTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void haveDefaults() {
    runner.run(
        context -> {
          CollectorProperties collector = context.getBean(CollectorProperties.class);
          assertThat(collector)
              .isEqualTo(
                  new CollectorProperties(
                      new CollectorProperties.Webhook(null, DataSize.ofMegabytes(8), 8),
                      new CollectorProperties.Poller(
                          true,
                          null,
                          null,
                          null,
                          null,
                          null,
                          100,
                          Duration.ofSeconds(15),
                          Duration.ofMinutes(10),
                          null,
                          Duration.ofSeconds(10),
                          Duration.ofMinutes(2)),
                      new CollectorProperties.Doctor(Duration.ofMinutes(15)),
                      50_000,
                      Duration.ofSeconds(10),
                      Duration.ofMinutes(5)));
          assertThat(context.getBean(StoreProperties.class))
              .isEqualTo(
                  new StoreProperties(
                      Path.of("data/devicegate.duckdb"),
                      Duration.ofDays(30),
                      DataSize.ofMegabytes(256),
                      DataSize.ofMegabytes(16),
                      100_000,
                      Duration.ofSeconds(5)));
        });
  }

  @Test
  void takeEverySetting() {
    runner
        .withPropertyValues(
            "devicegate.collector.webhook.token=secret-words",
            "devicegate.collector.webhook.max-body=1MB",
            "devicegate.collector.webhook.max-requests=3",
            "devicegate.collector.poller.url=https://tenant.test",
            "devicegate.collector.poller.client-id=reader",
            "devicegate.collector.poller.client-secret=words",
            "devicegate.collector.poller.audience=https://canonical.test/api/v2/",
            "devicegate.collector.poller.enabled=false",
            "devicegate.collector.doctor.interval=2m",
            "devicegate.collector.poller.take=7",
            "devicegate.collector.poller.interval=1s",
            "devicegate.collector.poller.overlap=0s",
            "devicegate.collector.poller.start-at=2026-11-01T00:00:00Z",
            "devicegate.collector.poller.timeout=3s",
            "devicegate.collector.poller.max-backoff=4s",
            "devicegate.collector.queue-capacity=77",
            "devicegate.collector.commit-timeout=4s",
            "devicegate.collector.max-ahead=9m",
            "devicegate.store.path=/tmp/x.duckdb",
            "devicegate.store.retention=2d",
            "devicegate.store.memory=100MB",
            "devicegate.store.checkpoint-after=10MB",
            "devicegate.store.max-dead-letters=77",
            "devicegate.store.query-timeout=900ms")
        .run(
            context -> {
              assertThat(context.getBean(CollectorProperties.class))
                  .isEqualTo(
                      new CollectorProperties(
                          new CollectorProperties.Webhook(
                              "secret-words", DataSize.ofMegabytes(1), 3),
                          new CollectorProperties.Poller(
                              false,
                              URI.create("https://tenant.test/"),
                              "reader",
                              "words",
                              null,
                              "https://canonical.test/api/v2/",
                              7,
                              Duration.ofSeconds(1),
                              Duration.ZERO,
                              Instant.parse("2026-11-01T00:00:00Z"),
                              Duration.ofSeconds(3),
                              Duration.ofSeconds(4)),
                          new CollectorProperties.Doctor(Duration.ofMinutes(2)),
                          77,
                          Duration.ofSeconds(4),
                          Duration.ofMinutes(9)));
              assertThat(context.getBean(StoreProperties.class))
                  .isEqualTo(
                      new StoreProperties(
                          Path.of("/tmp/x.duckdb"),
                          Duration.ofDays(2),
                          DataSize.ofMegabytes(100),
                          DataSize.ofMegabytes(10),
                          77,
                          Duration.ofMillis(900)));
            });
  }

  @Test
  void takeWhatIsKeptAboutPeople() {
    runner
        .withPropertyValues(
            "devicegate.privacy.key=a key that is long enough for a test",
            "devicegate.privacy.previous-keys=a key of before that is long enough too",
            "devicegate.privacy.rotate=7d",
            "devicegate.privacy.fields[0].name=user",
            "devicegate.privacy.fields[1].name=user_agent",
            "devicegate.privacy.fields[1].action=drop",
            "devicegate.privacy.fields[1].after=2d")
        .run(
            context -> {
              PrivacyProperties privacy = context.getBean(PrivacyProperties.class);
              assertThat(privacy)
                  .isEqualTo(
                      new PrivacyProperties(
                          "a key that is long enough for a test",
                          List.of("a key of before that is long enough too"),
                          Duration.ofDays(7),
                          List.of(
                              new Field("user", Action.HASH, Duration.ZERO),
                              new Field("user_agent", Action.DROP, Duration.ofDays(2)))));
              assertThat(privacy.toString()).doesNotContain("long enough");
            });
    runner.run(
        context ->
            assertThat(context.getBean(PrivacyProperties.class)).isEqualTo(PrivacyProperties.NONE));
  }

  @Test
  void takeWhomToCall() {
    runner
        .withPropertyValues(
            "devicegate.pages.owners.tenant=Identity team, #identity",
            "devicegate.pages.owners.security= ")
        .run(
            context ->
                assertThat(context.getBean(PageProperties.class).owners())
                    .isEqualTo(Map.of(PageProperties.Owner.TENANT, "Identity team, #identity")));
    runner
        .withPropertyValues("devicegate.pages.owners.nobody=x")
        .run(
            context -> assertThat(context).getFailure().rootCause().hasMessageContaining("nobody"));
    runner
        .withPropertyValues("devicegate.pages.owners.tenant=" + "x".repeat(201))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("devicegate.pages.owners.tenant: 201 characters"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "log_id; told apart by",
        "clientId; told apart by",
        "user_id; (expected: user, which stands for all of it)",
        "User; (expected: user, which stands for all of it)",
        "ip; (expected: address, which stands for all of it)",
        "with space; expected: user, address or a member's name",
        "user; devicegate.privacy.key: missing, and user is to be hashed"
      })
  void refuseAFieldThatCannotBeGivenUp(String name, String reason) {
    runner
        .withPropertyValues("devicegate.privacy.fields[0].name=" + name)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("devicegate.privacy.")
                    .hasMessageContaining(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "devicegate.store.max-dead-letters=0",
        "devicegate.collector.doctor.interval=59s",
        "devicegate.collector.doctor.interval=25h",
        "devicegate.collector.webhook.max-body=0B",
        "devicegate.collector.webhook.max-body=65MB",
        "devicegate.collector.webhook.max-requests=0",
        "devicegate.collector.webhook.max-requests=257",
        "devicegate.collector.poller.url=http://tenant.test",
        "devicegate.collector.poller.url=https://tenant.test/path",
        "devicegate.collector.poller.url=https://me@tenant.test",
        "devicegate.collector.poller.url=tenant.test",
        "devicegate.collector.poller.url=http:tenant.test",
        "devicegate.collector.poller.take=0",
        "devicegate.collector.poller.take=101",
        "devicegate.collector.poller.interval=1ms",
        "devicegate.collector.poller.overlap=25h",
        "devicegate.collector.poller.overlap=-1s",
        "devicegate.collector.poller.timeout=1ms",
        "devicegate.collector.poller.max-backoff=2h",
        "devicegate.collector.queue-capacity=0",
        "devicegate.collector.commit-timeout=1ms",
        "devicegate.collector.max-ahead=0s",
        "devicegate.privacy.key=short",
        "devicegate.privacy.previous-keys=short",
        "devicegate.privacy.rotate=23h",
        "devicegate.query.token=short",
        "devicegate.query.token=with a space in it all",
        "devicegate.store.retention=59m",
        "devicegate.store.memory=63MB",
        "devicegate.store.checkpoint-after=100KB",
        "devicegate.store.query-timeout=0s"
      })
  void refuseAnInvalidValueAndNameIt(String setting) {
    String property = setting.substring(0, setting.indexOf('='));

    runner
        .withPropertyValues(setting)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .message()
                    .matches(
                        message -> mentions(message, property), "names the property " + property));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "client-id=reader",
        "client-secret=words",
        "token=some words",
        "token=words,client-secret=words",
        "token=words,client-id=reader,client-secret=words"
      })
  void wantOneWayToSignInToTheTenant(String settings) {
    ApplicationContextRunner with =
        runner.withPropertyValues("devicegate.collector.poller.url=https://tenant.test");
    for (String setting : settings.split(",")) {
      with =
          setting.isEmpty()
              ? with
              : with.withPropertyValues("devicegate.collector.poller." + setting);
    }
    with.run(
        context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .message()
                .contains("devicegate.collector.poller.", "token")
                .doesNotContain("words"));
  }

  @Test
  void neverShowTheSecretOfThePoller() {
    runner
        .withPropertyValues(
            "devicegate.collector.poller.url=https://tenant.test",
            "devicegate.collector.poller.client-id=reader",
            "devicegate.collector.poller.client-secret=secret-words")
        .run(
            context ->
                assertThat(context.getBean(CollectorProperties.class).toString())
                    .contains("clientSecret=set", "token=none")
                    .doesNotContain("secret-words"));
  }

  @Test
  void neverShowTheToken() {
    runner
        .withPropertyValues("devicegate.collector.webhook.token=secret-words")
        .run(
            context ->
                assertThat(context.getBean(CollectorProperties.class).toString())
                    .contains("token=set")
                    .doesNotContain("secret-words"));
  }

  @Test
  void neverShowTheTokenOfReaders() {
    runner
        .withPropertyValues("devicegate.query.token=secret-words-1234")
        .run(
            context ->
                assertThat(context.getBean(QueryProperties.class))
                    .isEqualTo(new QueryProperties("secret-words-1234"))
                    .hasToString("QueryProperties[token=set]"));
    runner.run(context -> assertThat(context.getBean(QueryProperties.class).token()).isNull());
  }

  @Test
  void switchTheWholeRoleOff() {
    new ReactiveWebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DashboardsAutoConfiguration.class))
        .withPropertyValues("devicegate.dashboards.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(StoreProperties.class));
  }

  /** Bean validation names a member as Java does. */
  private static boolean mentions(String message, String property) {
    String member = property.substring(property.lastIndexOf('.') + 1).replace("-", "");
    return message.contains(property)
        || message.replace("-", "").toLowerCase(Locale.ROOT).contains(member);
  }

  @EnableConfigurationProperties({
    CollectorProperties.class,
    StoreProperties.class,
    QueryProperties.class,
    PrivacyProperties.class,
    PageProperties.class
  })
  @ImportAutoConfiguration(ValidationAutoConfiguration.class)
  static class Settings {}
}
