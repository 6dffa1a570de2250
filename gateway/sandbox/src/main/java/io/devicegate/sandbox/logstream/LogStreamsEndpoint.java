package io.devicegate.sandbox.logstream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/v2/log-streams}: the one stream of this tenant, if it delivers anywhere, as
 * Auth0's Management API shows it. Only tokens with {@code read:log_streams} reach it.
 */
@RestController
final class LogStreamsEndpoint {

  private final LogStreamProperties.Webhook webhook;

  private final LogStream state;

  LogStreamsEndpoint(LogStreamProperties properties, LogStream state) {
    this.state = state;
    this.webhook = properties.webhook();
  }

  @GetMapping("/api/v2/log-streams")
  List<Map<String, Object>> streams() {
    if (webhook.url() == null) {
      return List.of();
    }
    Map<String, Object> sink = new LinkedHashMap<>();
    sink.put("httpEndpoint", webhook.url().toString());
    sink.put("httpContentType", webhook.contentType());
    sink.put("httpContentFormat", webhook.format().name());
    if (webhook.authorization() != null) {
      sink.put("httpAuthorization", webhook.authorization());
    }
    Map<String, Object> stream = new LinkedHashMap<>();
    stream.put("id", "lst_0000000000000001");
    stream.put("name", "Devicegate");
    stream.put("type", "http");
    stream.put("status", state.status());
    stream.put("sink", sink);
    stream.put("filters", state.filters());
    return List.of(stream);
  }
}
