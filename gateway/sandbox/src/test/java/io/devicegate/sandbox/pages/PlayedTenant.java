package io.devicegate.sandbox.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Pattern;

/**
 * Answers a page's requests to the tenant and to the gateway inside the browser, as the test says.
 */
final class PlayedTenant {

  static final String DEVICE_CODE = "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS";
  static final String REFRESH_TOKEN = "v1.refresh-refresh-refresh";
  static final String ACCESS_TOKEN =
      base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
          + "."
          + base64("{\"sub\":\"auth0|alice\",\"azp\":\"sandbox-tv\"}")
          + ".c2lnbmF0dXJlLXNpZ25hdHVyZQ";

  private final String issuer;
  private final Queue<String> polls = new ArrayDeque<>();
  private boolean gatewayDown;

  PlayedTenant(String issuer) {
    this.issuer = issuer;
  }

  void gatewayDown(boolean down) {
    gatewayDown = down;
  }

  /** Plays, with these answers of the token endpoint; pending for ever after. */
  void play(Page page, String... answers) {
    polls.addAll(List.of(answers));
    page.route("**/.well-known/openid-configuration", route -> json(route, 200, discovery()));
    page.route("**/oauth/device/code", route -> json(route, 200, code()));
    page.route("**/oauth/token", this::token);
    page.route("**/userinfo", route -> json(route, 200, "{\"name\":\"Alice Martin\"}"));
    page.route(Pattern.compile("^http://localhost:8080/"), this::gateway);
  }

  private void token(Route route) {
    String answer = polls.isEmpty() ? "pending" : polls.remove();
    switch (answer) {
      case "pending" -> json(route, 403, "{\"error\":\"authorization_pending\"}");
      case "denied" -> json(route, 403, "{\"error\":\"access_denied\"}");
      case "expired" -> json(route, 403, "{\"error\":\"expired_token\"}");
      case "failed" -> json(route, 403, "{\"error\":\"invalid_grant\"}");
      default ->
          json(
              route,
              200,
              "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"token_type\":\"Bearer\"}"
                  .formatted(ACCESS_TOKEN, REFRESH_TOKEN));
    }
  }

  private void gateway(Route route) {
    if (gatewayDown) {
      route.abort();
      return;
    }
    json(
        route,
        200,
        """
        [{"id":"moon","title":"A Trip to the Moon","year":1902,"minutes":13,"genre":"science fiction"},
         {"id":"general","title":"The General","year":1926,"minutes":79,"genre":"comedy"}]
        """);
  }

  private String discovery() {
    return """
    {"issuer":"%1$s","device_authorization_endpoint":"%1$soauth/device/code",
     "token_endpoint":"%1$soauth/token","userinfo_endpoint":"%1$suserinfo"}
    """
        .formatted(issuer);
  }

  private String code() {
    return """
    {"device_code":"%2$s","user_code":"WDJB-MJHT","verification_uri":"%1$sactivate",
     "verification_uri_complete":"%1$sactivate?user_code=WDJB-MJHT","expires_in":900,"interval":1}
    """
        .formatted(issuer, DEVICE_CODE);
  }

  private static void json(Route route, int status, String body) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setHeaders(
                Map.of(
                    "Content-Type", "application/json",
                    "Access-Control-Allow-Origin", "*",
                    "Access-Control-Allow-Headers", "*, Authorization"))
            .setBody(body));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
