package io.devicegate.sandbox.device;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * An HTTP answer.
 *
 * @param json the body as JSON; missing when it is none
 */
public record Answer(int status, String body, JsonNode json) {

  static Answer of(int status, String body) {
    return new Answer(status, body, parse(body));
  }

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** The OAuth error code (RFC 6749, section 5.2); empty when the body has none. */
  public String error() {
    return text("error").orElse("");
  }

  /** What the server says in words, or its error code, or its status. */
  public String explanation() {
    return text("error_description")
        .or(() -> text("detail"))
        .or(() -> text("error"))
        .orElse("status " + status);
  }

  /** A member of the body that is a text and not empty. */
  public Optional<String> text(String member) {
    return json.path(member).stringValueOpt().filter(text -> !text.isEmpty());
  }

  private static JsonNode parse(String body) {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
