package io.devicegate.rules.access;

import io.devicegate.rules.source.RuleSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A request of a television, and variations of it. */
final class TestRequests {

  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private TestRequests() {}

  static AccessRequest request(String client, String method, String path, String route) {
    return new AccessRequest(
        token(Map.of()),
        new AccessRequest.Client(client, null, true),
        new AccessRequest.User("auth0|alice", null, true, List.of("staff"), false, null),
        new AccessRequest.Endpoint("192.0.2.7", 64500L, "FR", null, "python", null),
        new AccessRequest.Endpoint("192.0.2.99", 64500L, "FR", null, "firefox", null),
        new AccessRequest.Grant("oauth2-device-code", "exchange", null, null, null),
        new AccessRequest.Http(method, path, route, "192.0.2.7", 64500L, null),
        List.of(),
        NOW);
  }

  static AccessRequest.Token token(Map<String, Object> claims) {
    return token(List.of("openid", "read:catalogue"), claims);
  }

  static AccessRequest.Token token(List<String> scopes, Map<String, Object> claims) {
    return new AccessRequest.Token(
        "http://localhost:9000/",
        "auth0|alice",
        List.of("https://api.sandbox.test"),
        scopes,
        "jti-1",
        NOW.minusSeconds(60),
        NOW.plusSeconds(600),
        null,
        List.of("pwd"),
        null,
        null,
        claims);
  }

  static AccessRequest television() {
    return request("sandbox-tv", "GET", "/api/catalogue", "catalogue");
  }

  static AccessRules rules(String... files) {
    return rules(AccessRulesOptions.defaults(), files);
  }

  static AccessRules rules(AccessRulesOptions options, String... files) {
    List<RuleSource> sources = new java.util.ArrayList<>();
    for (String file : files) {
      sources.add(new RuleSource("file" + sources.size() + ".yaml", file));
    }
    return AccessRules.compile(sources, options);
  }
}
