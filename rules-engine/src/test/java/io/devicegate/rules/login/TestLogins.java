package io.devicegate.rules.login;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Logins, and folders of rules to judge them. */
final class TestLogins {

  /** One sandbox, and time enough for a machine that is busy with other tests. */
  static final LoginRulesOptions PATIENT =
      LoginRulesOptions.defaults()
          .withWorkers(1)
          .withTimeout(Duration.ofSeconds(10))
          .withMaxWait(Duration.ofSeconds(30));

  private TestLogins() {}

  static LoginRequest deviceLogin() {
    return deviceLogin(Map.of("user_id", "auth0|1", "email_verified", true));
  }

  static LoginRequest deviceLogin(Map<String, Object> user) {
    return new LoginRequest(user, deviceContext());
  }

  static Map<String, Object> deviceContext() {
    return Map.of(
        "protocol",
        "oauth2-device-code",
        "clientID",
        "sandbox-tv",
        "clientName",
        "TV",
        "connection",
        "Username-Password-Authentication",
        "stats",
        Map.of("loginsCount", 3),
        "tenant",
        "sandbox",
        "sessionID",
        "session-1",
        "authorization",
        Map.of("roles", List.of("viewer")),
        "request",
        Map.of(
            "ip",
            "192.0.2.1",
            "userAgent",
            "TV/1.0",
            "query",
            Map.of("scope", "openid offline_access", "audience", "https://api.sandbox.test"),
            "geoip",
            Map.of("country_code", "FR", "city_name", "Lyon")));
  }

  /** Writes 01.js, 02.js and so on. */
  static Path write(Path directory, String... sources) {
    for (int i = 0; i < sources.length; i++) {
      write(directory, "%02d.js".formatted(i + 1), sources[i]);
    }
    return directory;
  }

  static void write(Path directory, String name, String source) {
    try {
      Files.writeString(directory.resolve(name), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a text that lies beside the package's classes. */
  static String resource(String name) {
    try (InputStream in = LoginRules.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads the scripts and judges one login. */
  static LoginOutcome run(Path directory, LoginRequest login, String... sources) {
    try (LoginRules rules = LoginRules.load(write(directory, sources), PATIENT)) {
      return rules.run(login);
    }
  }
}
