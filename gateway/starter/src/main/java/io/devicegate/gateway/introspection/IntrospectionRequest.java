package io.devicegate.gateway.introspection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The request of RFC 7662, section 2.1, as one client sends it. */
final class IntrospectionRequest {

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final String credentials;

  IntrospectionRequest(IntrospectionSettings settings) {
    String id = encode(settings.clientId());
    String secret = encode(settings.clientSecret());
    headers.put("accept", "application/json");
    headers.put("content-type", "application/x-www-form-urlencoded");
    credentials =
        switch (settings.authentication()) {
          case POST -> "&client_id=" + id + "&client_secret=" + secret;
          case BASIC -> "";
        };
    if (settings.authentication() == ClientAuthentication.BASIC) {
      // Both parts are form-encoded first (RFC 6749, section 2.3.1).
      byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.US_ASCII);
      headers.put("authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
  }

  Map<String, String> headers() {
    return headers;
  }

  String form(String token) {
    return "token=" + encode(token) + "&token_type_hint=access_token" + credentials;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
