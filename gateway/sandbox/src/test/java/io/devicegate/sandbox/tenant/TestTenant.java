package io.devicegate.sandbox.tenant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * A tenant on a random port with a clock that tests move. All tests share one, which is started
 * with the first and ends with the JVM; so a test looks only at what it did itself.
 */
final class TestTenant {

  static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  static final String API = "https://api.sandbox.test";
  static final String RFC9068_API = "https://rfc9068.sandbox.test";
  static final String ALL = "openid profile email offline_access catalogue:read";
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final class Shared {
    static final TestTenant TENANT = start();
  }

  final MovableClock clock = new MovableClock("2026-11-24T10:00:00Z");
  final HttpClient http = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;
  private final int port;

  private TestTenant() {
    List<String> arguments = new ArrayList<>();
    properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
    context =
        TenantApplication.builder()
            .initializers(
                application ->
                    ((GenericApplicationContext) application)
                        .registerBean(Clock.class, (Supplier<Clock>) () -> clock))
            .run(arguments.toArray(String[]::new));
    port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  static TestTenant shared() {
    return Shared.TENANT;
  }

  private static TestTenant start() {
    return new TestTenant();
  }

  private static final List<String> USERS =
      List.of(
          "alice",
          "bob",
          "loop",
          "picky",
          "narrow",
          "blocked",
          "wanderer",
          "guarded",
          "keeper",
          "revoked");

  private static Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("devicegate.sandbox.port", "0");
    properties.put("devicegate.sandbox.rules.directory", "src/test/resources/login-rules");
    properties.put("devicegate.sandbox.rules.timeout", "3s");
    properties.put("devicegate.sandbox.apis[0].audience", API);
    properties.put("devicegate.sandbox.apis[0].name", "Sandbox API");
    properties.put("devicegate.sandbox.apis[0].scopes", "catalogue:read,purchases:write");
    properties.put("devicegate.sandbox.apis[1].audience", RFC9068_API);
    properties.put("devicegate.sandbox.apis[1].name", "Second API");
    properties.put("devicegate.sandbox.apis[1].scopes", "catalogue:read");
    properties.put("devicegate.sandbox.apis[1].profile", "rfc9068");
    int index = 0;
    for (String name : USERS) {
      String user = "devicegate.sandbox.users[" + index++ + "].";
      properties.put(user + "id", "auth0|" + name);
      properties.put(user + "email", name + "@sandbox.test");
      properties.put(user + "password", "sandbox");
      properties.put(user + "name", name);
      properties.put(user + "email-verified", String.valueOf(!name.equals("bob")));
      properties.put(user + "blocked", String.valueOf(name.equals("blocked")));
    }
    return properties;
  }

  String url(String path) {
    return "http://localhost:" + port + "/" + path;
  }

  Reply get(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).GET().build());
  }

  Reply post(String path, Map<String, String> form, String... headers)
      throws IOException, InterruptedException {
    return send(form(path, form, headers));
  }

  Reply send(HttpRequest request) throws IOException, InterruptedException {
    return new Reply(http.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  HttpRequest form(String path, Map<String, String> form, String... headers) {
    return request(path, headers)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
        .build();
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
    return headers.length == 0 ? request : request.headers(headers);
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  Reply requestCodes(String scope) throws IOException, InterruptedException {
    return requestCodes("sandbox-tv", scope, API);
  }

  Reply requestCodes(String client, String scope, String audience)
      throws IOException, InterruptedException {
    return post(
        "oauth/device/code", Map.of("client_id", client, "scope", scope, "audience", audience));
  }

  Reply poll(Reply codes) throws IOException, InterruptedException {
    return send(pollRequest(codes));
  }

  HttpRequest pollRequest(Reply codes) {
    return form(
        "oauth/token",
        Map.of(
            "grant_type",
            DEVICE_GRANT,
            "device_code",
            codes.text("device_code"),
            "client_id",
            "sandbox-tv"));
  }

  Reply refresh(String refreshToken) throws IOException, InterruptedException {
    return post(
        "oauth/token",
        Map.of(
            "grant_type", "refresh_token",
            "refresh_token", refreshToken,
            "client_id", "sandbox-tv"));
  }

  /** The tokens of a device that a new browser activated for the user. */
  Reply tokens(String user, String scope, String audience)
      throws IOException, InterruptedException {
    Reply codes = requestCodes("sandbox-tv", scope, audience);
    new Browser(this).activate(codes.text("user_code"), user);
    return poll(codes);
  }

  /** The claims of a token of this tenant, after checking its signature. */
  SignedJWT verified(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    JWK key = JWKSet.parse(get(".well-known/jwks.json").body()).getKeyByKeyId(keyId(jwt));
    if (key == null || !verify(jwt, key)) {
      throw new AssertionError("The token was not signed by a key of the tenant");
    }
    return jwt;
  }

  private static String keyId(SignedJWT jwt) {
    return String.valueOf(jwt.getHeader().getKeyID());
  }

  private static boolean verify(SignedJWT jwt, JWK key) throws JOSEException {
    return jwt.verify(new RSASSAVerifier(key.toRSAKey()));
  }

  static Map<String, Object> claims(SignedJWT jwt) throws ParseException {
    return jwt.getJWTClaimsSet().toJSONObject();
  }

  /** A token with which the log may be read. */
  String logReader() throws IOException, InterruptedException {
    return post(
            "oauth/token",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "sandbox-m2m",
                "client_secret", "sandbox-secret",
                "audience", url("api/v2/")))
        .text("access_token");
  }

  /** The newest event of a type. */
  JsonNode newest(String type) throws IOException, InterruptedException {
    for (JsonNode event :
        get("api/v2/logs?per_page=100", "Authorization", "Bearer " + logReader()).json()) {
      if (event.get("type").stringValue().equals(type)) {
        return event;
      }
    }
    throw new AssertionError("No event of type " + type);
  }
}
