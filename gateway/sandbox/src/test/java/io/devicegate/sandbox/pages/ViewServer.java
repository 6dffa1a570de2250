package io.devicegate.sandbox.pages;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves every view with a fixed model, and the sample pages, without a tenant behind them: {@code
 * /view/{name}}. Carries no stereotype, so that no other test's component scan finds it.
 */
final class ViewServer implements AutoCloseable {

  static final Map<String, Map<String, Object>> MODELS =
      Map.ofEntries(
          code("activate-code", null),
          code("activate-code-empty", "no-code"),
          code("activate-code-invalid", "invalid-code"),
          code("activate-code-expired", "invalid-expired-code"),
          code("activate-code-many", "too-many"),
          Map.entry(
              "activate-confirm",
              model(
                  "userCode", "WDJB-MJHT",
                  "clientName", "Sandbox TV",
                  "deviceAddress", "192.0.2.17",
                  "deviceProgram", "SandboxTV/1.0 (living room)")),
          Map.entry(
              "activate-confirm-unknown",
              model(
                  "userCode", "QTZL-MCBW",
                  "clientName", "<b>Evil & Co</b>",
                  "deviceAddress", "2001:db8::1",
                  "deviceProgram", null)),
          Map.entry("login", model("error", null, "email", "")),
          Map.entry("login-bad", model("error", "bad-credentials", "email", "alice@sandbox.test")),
          Map.entry("login-blocked", model("error", "blocked", "email", "alice@sandbox.test")),
          Map.entry(
              "consent",
              model(
                  "clientName",
                  "Sandbox TV",
                  "userEmail",
                  "alice@sandbox.test",
                  "scopes",
                  List.of(
                      "openid",
                      "profile",
                      "email",
                      "offline_access",
                      "catalogue:read",
                      "purchases:write",
                      "admin:read",
                      "unheard:of"))),
          Map.entry("activate-allowed", model("clientName", "Sandbox TV")),
          Map.entry("activate-denied", model("message", null)),
          Map.entry("activate-denied-rule", model("message", "Verify your e-mail first.")),
          Map.entry("error", model("status", 400, "message", "The request is not well-formed.")),
          Map.entry("error-missing", model("status", 404, "message", "Nothing there.")));

  private final ServletWebServerApplicationContext context;

  private ViewServer(ServletWebServerApplicationContext context) {
    this.context = context;
  }

  static ViewServer start(String... properties) {
    SpringApplication application =
        new SpringApplicationBuilder(Beans.class)
            .web(WebApplicationType.SERVLET)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.messages.fallback-to-system-locale=false",
                "spring.main.banner-mode=off")
            .properties(properties)
            .build();
    return new ViewServer((ServletWebServerApplicationContext) application.run());
  }

  URI uri(String path) {
    return URI.create(
        "http://localhost:" + requireNonNull(context.getWebServer()).getPort() + path);
  }

  @Override
  public void close() {
    context.close();
  }

  private static Map.Entry<String, Map<String, Object>> code(String name, @Nullable String error) {
    return Map.entry(name, model("userCode", "", "error", error));
  }

  @SuppressWarnings(
      "NullAway") // A model may hold nulls, a Map<String, Object> in Spring's signature may not.
  private static Map<String, Object> model(@Nullable Object... namesAndValues) {
    Map<String, Object> model = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      model.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return model;
  }

  /** The application: Boot's own configuration, the sample pages and a route to every view. */
  @EnableAutoConfiguration
  @Import(PagesController.class)
  static class Beans {

    @Bean
    SecurityFilterChain open(HttpSecurity http) {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .headers(
              headers ->
                  headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'self'")))
          .build();
    }

    @Bean
    RouterFunction<ServerResponse> views() {
      return RouterFunctions.route()
          .GET(
              "/view/{name}",
              request -> {
                String name = request.pathVariable("name");
                String view =
                    name.replaceFirst(
                        "-(empty|invalid|expired|many|unknown|bad|blocked|rule|missing)$", "");
                return ServerResponse.ok()
                    .render("tenant/" + view, MODELS.getOrDefault(name, Map.of()));
              })
          .build();
    }
  }
}
