package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

class SandboxPropertiesTest {

  @Test
  void comesWithTheClientsUsersAndApisOfTheSandbox() throws Exception {
    SandboxProperties defaults = bind(List.of(yaml()));

    assertThat(defaults.issuer()).isNull();
    assertThat(defaults.clients())
        .extracting(SandboxProperties.Client::id)
        .containsExactly("sandbox-tv", "sandbox-cli", "sandbox-m2m");
    assertThat(defaults.clients().get(2).secret()).isEqualTo("sandbox-secret");
    assertThat(defaults.clients().get(2).audiences()).containsOnlyKeys("https://api.sandbox.test");
    assertThat(defaults.clients().get(2).managementScopes())
        .containsExactly("read:logs", "read:log_streams");
    assertThat(defaults.users())
        .extracting(SandboxProperties.User::email, SandboxProperties.User::emailVerified)
        .containsExactly(
            tuple("alice@sandbox.test", true),
            tuple("bob@sandbox.test", false),
            tuple("carol@sandbox.test", true),
            tuple("dave@sandbox.test", true));
    assertThat(defaults.apis().get(0).audience()).isEqualTo("https://api.sandbox.test");
    assertThat(defaults.apis().get(0).profile()).isEqualTo(TokenProfile.AUTH0);
    assertThat(defaults.lifetimes().deviceCode()).isEqualTo(Duration.ofMinutes(15));
    assertThat(defaults.lifetimes().interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(defaults.lifetimes().accessToken()).isEqualTo(Duration.ofDays(1));
    assertThat(defaults.rules().directory()).isEqualTo(Path.of("rules/login"));
  }

  @Test
  void takesEveryProperty() throws Exception {
    SandboxProperties all =
        bind(
            Map.ofEntries(
                Map.entry("issuer", "https://tenant.test/"),
                Map.entry("tenant-name", "other"),
                Map.entry("environment-name", "local-2"),
                Map.entry("apis[0].audience", "https://other.test"),
                Map.entry("apis[0].name", "Other"),
                Map.entry("apis[0].scopes", "a,b"),
                Map.entry("apis[0].profile", "rfc9068"),
                Map.entry("apis[0].allow-offline-access", "false"),
                Map.entry("users[0].id", "auth0|carol"),
                Map.entry("users[0].email", "carol@sandbox.test"),
                Map.entry("users[0].password", "secret"),
                Map.entry("users[0].name", "Carol"),
                Map.entry("users[0].email-verified", "false"),
                Map.entry("users[0].blocked", "true"),
                Map.entry("users[0].app-metadata.plan", "gold"),
                Map.entry("users[0].user-metadata.language", "fr"),
                Map.entry("rules.directory", "/rules"),
                Map.entry("rules.timeout", "1s"),
                Map.entry("rules.configuration[API_KEY]", "key"),
                Map.entry("rules.secrets[CLIENT_SECRET]", "hush"),
                Map.entry("rules.allowed-origins", "https://api.sandbox.test"),
                Map.entry("lifetimes.device-code", "60s"),
                Map.entry("lifetimes.interval", "1s"),
                Map.entry("lifetimes.access-token", "2s"),
                Map.entry("lifetimes.id-token", "3s"),
                Map.entry("lifetimes.refresh-token", "4s"),
                Map.entry("lifetimes.refresh-token-idle", "5s"),
                Map.entry("limits.device-codes", "1"),
                Map.entry("limits.refresh-tokens", "2"),
                Map.entry("limits.refresh-tokens-per-user", "3"),
                Map.entry("limits.opaque-tokens", "4"),
                Map.entry("limits.sessions", "5"),
                Map.entry("limits.wrong-codes-per-address", "6"),
                Map.entry("limits.wrong-codes-per-session", "7"),
                Map.entry("limits.wrong-passwords", "8"),
                Map.entry("limits.window", "9s")));

    assertThat(all.issuer()).isEqualTo(URI.create("https://tenant.test/"));
    assertThat(all.tenantName()).isEqualTo("other");
    assertThat(all.environmentName()).isEqualTo("local-2");
    assertThat(all.apis())
        .containsExactly(
            new SandboxProperties.Api(
                "https://other.test", "Other", Set.of("a", "b"), TokenProfile.RFC9068, false));
    assertThat(all.users())
        .containsExactly(
            new SandboxProperties.User(
                "auth0|carol",
                "carol@sandbox.test",
                "secret",
                "Carol",
                false,
                true,
                Map.of("plan", "gold"),
                Map.of("language", "fr")));
    assertThat(all.rules())
        .isEqualTo(
            new SandboxProperties.Rules(
                Path.of("/rules"),
                Duration.ofSeconds(1),
                Map.of("API_KEY", "key"),
                Map.of("CLIENT_SECRET", "hush"),
                Set.of("https://api.sandbox.test")));
    assertThat(all.rules()).asString().doesNotContain("hush");
    assertThat(all.lifetimes())
        .isEqualTo(
            new SandboxProperties.Lifetimes(
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5)));
    assertThat(all.limits())
        .isEqualTo(new SandboxProperties.Limits(1, 2, 3, 4, 5, 6, 7, 8, Duration.ofSeconds(9)));
  }

  @ParameterizedTest
  @CsvSource({
    "tenant-name, '', tenantName",
    "environment-name, '', environmentName",
    "clients[0].id, '', clients[0].id",
    "clients[0].name, '', clients[0].name",
    "apis[0].audience, '', apis[0].audience",
    "apis[0].profile, other, apis[0].profile",
    "users[0].email, '', users[0].email",
    "users[0].password, '', users[0].password",
    "rules.timeout, 0s, rules.timeout",
    "lifetimes.device-code, 0s, lifetimes.deviceCode",
    "lifetimes.interval, 0s, lifetimes.interval",
    "lifetimes.access-token, never, lifetimes.access-token",
    "limits.device-codes, 0, limits.deviceCodes",
    "limits.sessions, -1, limits.sessions",
    "limits.window, 0s, limits.window"
  })
  void namesAPropertyThatIsWrong(String name, String value, String named) {
    Map<String, String> properties = new HashMap<>();
    properties.put("apis[0].audience", "https://other.test");
    properties.put("apis[0].name", "Other");
    properties.put("users[0].id", "auth0|carol");
    properties.put("users[0].email", "carol@sandbox.test");
    properties.put("users[0].password", "secret");
    properties.put("users[0].name", "Carol");
    properties.put("clients[0].id", "client");
    properties.put("clients[0].name", "Client");
    properties.put("clients[0].grants", "client_credentials");
    properties.put(name, value);

    assertThatThrownBy(() -> bind(properties))
        .extracting(SandboxPropertiesTest::messages)
        .asString()
        .contains(named);
  }

  private static String messages(Throwable problem) {
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      messages.append(cause).append('\n');
    }
    return messages.toString();
  }

  private static PropertySource<?> yaml() throws IOException {
    return new YamlPropertySourceLoader()
        .load("defaults", new ClassPathResource("sandbox-tenant.yaml"))
        .get(0);
  }

  private static SandboxProperties bind(Map<String, String> properties) throws IOException {
    Map<String, Object> prefixed = new HashMap<>();
    properties.forEach((name, value) -> prefixed.put("devicegate.sandbox." + name, value));
    return bind(List.of(new MapPropertySource("test", prefixed), yaml()));
  }

  private static SandboxProperties bind(List<PropertySource<?>> sources) {
    LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
    validator.setMessageInterpolator(new ParameterMessageInterpolator());
    validator.afterPropertiesSet();
    return new Binder(ConfigurationPropertySources.from(sources))
        .bind(
            "devicegate.sandbox",
            Bindable.of(SandboxProperties.class),
            new ValidationBindHandler(validator))
        .get();
  }
}
