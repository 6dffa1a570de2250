package io.devicegate.gateway.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Somebody's Spring Cloud Gateway on a random port, with the starter on its class path and nothing
 * but configuration: routes {@code /device/**}, {@code /token/**}, {@code /open/**}, {@code
 * /default/**} and one for each further demand, to a recording upstream.
 */
public final class TestGateway implements AutoCloseable {

  /** The one origin whose pages may call. */
  public static final String ALLOWED_ORIGIN = "https://app.test";

  private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes[%d].";

  private final ConfigurableApplicationContext context;

  private TestGateway(ConfigurableApplicationContext context) {
    this.context = context;
  }

  public static Map<String, Object> settings(FakeIssuer issuer, RecordingUpstream upstream) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("server.port", 0);
    settings.put("spring.main.banner-mode", "off");
    settings.put("server.max-http-request-header-size", "32KB");
    settings.put("devicegate.tenants[0].name", "test");
    settings.put("devicegate.tenants[0].issuer", issuer.issuer());
    settings.put("devicegate.tenants[0].audiences", TestTokens.AUDIENCE);
    settings.put("devicegate.tenants[0].device-clients", TestTokens.DEVICE_CLIENT);
    List<String> requirements = List.of("device", "token", "none");
    List<String> paths = List.of("/device/**", "/token/**", "/open/**");
    for (int i = 0; i < paths.size(); i++) {
      route(settings, i, requirements.get(i), paths.get(i), upstream.url());
      settings.put(ROUTES.formatted(i) + "metadata.devicegate.require", requirements.get(i));
    }
    String cors = "spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/**].";
    settings.put(cors + "allowedOrigins", ALLOWED_ORIGIN);
    settings.put(cors + "allowedMethods", "GET");
    settings.put(cors + "allowedHeaders", "authorization");
    route(settings, 3, "default", "/default/**", upstream.url());
    guarded(settings, 4, "scoped", upstream.url(), "scopes", "read:catalogue admin");
    settings.put(ROUTES.formatted(4) + "metadata.devicegate.resource", "/scoped");
    guarded(settings, 5, "any", upstream.url(), "scopes-any", "admin,write:purchases");
    guarded(settings, 6, "fresh", upstream.url(), "max-age", "15m");
    guarded(settings, 7, "strong", upstream.url(), "acr-values", "urn:mfa urn:phr");
    guarded(settings, 8, "seldom", upstream.url(), "budget", "seldom");
    guarded(settings, 9, "single", upstream.url(), "budget", "single");
    guarded(settings, 10, "personal", upstream.url(), "budget", "personal");
    guarded(settings, 11, "broken", "http://127.0.0.1:1", "budget", "single");
    settings.put("devicegate.budgets.seldom.client-rate.permits", 2);
    settings.put("devicegate.budgets.seldom.client-rate.period", "1h");
    settings.put("devicegate.budgets.seldom.client-rate.burst", 2);
    settings.put("devicegate.budgets.single.subject-concurrency", 1);
    settings.put("devicegate.budgets.personal.distinct-subjects.max", 1);
    settings.put("devicegate.budgets.personal.distinct-subjects.window", "1h");
    settings.put("management.endpoints.web.exposure.include", "devicegate");
    return settings;
  }

  /** A device route with one more demand. */
  private static void guarded(
      Map<String, Object> settings, int index, String id, String url, String key, String value) {
    route(settings, index, id, "/" + id + "/**", url);
    settings.put(ROUTES.formatted(index) + "metadata.devicegate." + key, value);
  }

  private static void route(
      Map<String, Object> settings, int index, String id, String path, String url) {
    settings.put(ROUTES.formatted(index) + "id", id);
    settings.put(ROUTES.formatted(index) + "uri", url);
    settings.put(ROUTES.formatted(index) + "predicates[0]", "Path=" + path);
  }

  public static TestGateway start(Map<String, Object> settings, Class<?>... configurations) {
    List<Class<?>> sources = new ArrayList<>(List.of(configurations));
    sources.add(Application.class);
    return new TestGateway(
        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).properties(settings).run());
  }

  public int port() {
    return requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Tells the application's listeners. */
  public void publish(Object event) {
    context.publishEvent(event);
  }

  public RawHttp.Answer get(String path, String... headerLines) {
    return RawHttp.send(port(), "GET " + path, headerLines);
  }

  /** Calls with a bearer token. */
  public RawHttp.Answer call(String path, String token) {
    return get(path, "Authorization: Bearer " + token);
  }

  @Override
  public void close() {
    context.close();
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    /** Of its own, so that one gateway's end is not the end of the others in this JVM. */
    @Bean
    ReactorResourceFactory reactorResources() {
      ReactorResourceFactory resources = new ReactorResourceFactory();
      resources.setUseGlobalResources(false);
      return resources;
    }
  }
}
