package io.devicegate.sandbox.tenant;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP response, as tests look at it. */
record Reply(HttpResponse<String> response) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  int status() {
    return response.statusCode();
  }

  String body() {
    return response.body();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  JsonNode json() {
    return JSON.readTree(body());
  }

  String text(String property) {
    JsonNode value = json().get(property);
    return value == null ? "" : value.asString();
  }

  List<String> properties() {
    return List.copyOf(json().propertyNames());
  }

  String csrfToken() {
    Matcher found = CSRF.matcher(body());
    return found.find() ? found.group(1) : "";
  }
}
