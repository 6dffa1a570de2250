package io.devicegate.sandbox.tenant;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/** A browser without pictures: cookies, redirects, and forms with the token of the last page. */
final class Browser {

  private final TestTenant tenant;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private String csrfToken = "";

  Browser(TestTenant tenant) {
    this.tenant = tenant;
  }

  Reply open(String path) throws IOException, InterruptedException {
    return send(tenant.request(path).header("Accept", "text/html").GET().build());
  }

  Reply submit(String path, Map<String, String> fields) throws IOException, InterruptedException {
    Map<String, String> form = new TreeMap<>(fields);
    form.put("_csrf", csrfToken);
    return send(tenant.form(path, form, "Accept", "text/html"));
  }

  /** From the code to the page where somebody logs in, or further with a session. */
  Reply confirm(String userCode) throws IOException, InterruptedException {
    open("activate?user_code=" + userCode);
    return submit("activate/confirm", Map.of("user_code", userCode, "action", "confirm"));
  }

  Reply logIn(String user, String password) throws IOException, InterruptedException {
    return submit("login", Map.of("username", user + "@sandbox.test", "password", password));
  }

  /** The whole way, with consent when it is asked for. */
  Reply activate(String userCode, String user) throws IOException, InterruptedException {
    Reply page = confirm(userCode);
    if (isAt(page, "/login")) {
      page = logIn(user, "sandbox");
    }
    return isAt(page, "/activate/consent")
        ? submit("activate/consent", Map.of("action", "accept"))
        : page;
  }

  static boolean isAt(Reply page, String path) {
    return page.response().uri().getPath().equals(path);
  }

  String sessionCookie() {
    return cookies.getCookieStore().get(URI.create(tenant.url(""))).stream()
        .filter(cookie -> cookie.getName().equals("sandbox_session"))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  private Reply send(HttpRequest request) throws IOException, InterruptedException {
    Reply reply = new Reply(http.send(request, HttpResponse.BodyHandlers.ofString()));
    if (!reply.csrfToken().isEmpty()) {
      csrfToken = reply.csrfToken();
    }
    return reply;
  }
}
