package io.devicegate.sandbox.traffic;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One person with a browser, who activates what the devices of the house show. */
final class Household {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private static final String BROWSER = "Mozilla/5.0 Firefox/145.0";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String issuer;
  private final String person;
  private String csrf = "";

  private final String browser;
  private final String address;

  Household(String issuer, String person) {
    this(issuer, person, BROWSER, "127.0.0.1");
  }

  /**
   * Creates one that has not logged in yet.
   *
   * @param browser what the browser calls itself
   * @param address where the house is
   */
  Household(String issuer, String person, String browser, String address) {
    this.issuer = issuer;
    this.person = person;
    this.browser = browser;
    this.address = address;
  }

  /** Enters the code, confirms, logs in where asked and consents. */
  void activate(String userCode) throws IOException, InterruptedException {
    HttpResponse<String> page = choose(userCode, "confirm");
    if (isAt(page, "/login")) {
      page = submit("login", Map.of("username", person + "@sandbox.test", "password", "sandbox"));
    }
    if (isAt(page, "/activate/consent")) {
      submit("activate/consent", Map.of("action", "accept"));
    }
  }

  /** Enters the code and changes their mind. */
  void cancel(String userCode) throws IOException, InterruptedException {
    choose(userCode, "cancel");
  }

  /** Types a code and goes no further. */
  void enter(String userCode) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(URI.create(issuer + "activate?user_code=" + userCode)));
  }

  private HttpResponse<String> choose(String userCode, String action)
      throws IOException, InterruptedException {
    enter(userCode);
    return submit("activate/confirm", Map.of("user_code", userCode, "action", action));
  }

  private HttpResponse<String> submit(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    Map<String, String> form = new TreeMap<>(fields);
    form.put("_csrf", csrf);
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(URI.create(issuer + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> page =
        http.send(
            request
                .header("Accept", "text/html")
                .header("User-Agent", browser)
                .header("Sandbox-Address", address)
                .timeout(PATIENCE)
                .build(),
            BodyHandlers.ofString());
    if (page.statusCode() >= 500) {
      throw new IOException(page.uri().getPath() + " answered " + page.statusCode());
    }
    Matcher found = CSRF.matcher(page.body());
    if (found.find()) {
      csrf = found.group(1);
    }
    return page;
  }

  private static boolean isAt(HttpResponse<String> page, String path) {
    return page.uri().getPath().equals(path);
  }
}
