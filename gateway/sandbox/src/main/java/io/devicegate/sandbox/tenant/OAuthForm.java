package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters of a request to an OAuth endpoint, from a form or a JSON object in the body.
 *
 * <p>Strict: a duplicate, a value that is no text, a body that is too long or not well-formed is
 * refused. A parameter without a value counts as left out (RFC 6749 section 3.1).
 */
final class OAuthForm {

  private static final int MAX_BODY = 16 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, String> values;

  private OAuthForm(Map<String, String> values) {
    this.values = values;
  }

  static OAuthForm read(HttpServletRequest request) throws IOException {
    MediaType type = contentType(request);
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new OAuthException(
          HttpStatus.CONTENT_TOO_LARGE,
          "invalid_request",
          "The body is longer than " + MAX_BODY + " bytes.");
    }
    return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) ? ofJson(body) : ofForm(body);
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(() -> OAuthException.invalidRequest("Missing required parameter: " + name));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The scopes of the {@code scope} parameter in their order, without repetitions. */
  Set<String> scopes() {
    Set<String> scopes = new LinkedHashSet<>();
    optional("scope").ifPresent(text -> scopes.addAll(Arrays.asList(text.trim().split("\\s+"))));
    scopes.remove("");
    return scopes;
  }

  private static MediaType contentType(HttpServletRequest request) {
    MediaType type = parsed(request.getContentType());
    if (type != null
        && (type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)
            || type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))) {
      return type;
    }
    throw new OAuthException(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "invalid_request",
        "Content-Type must be application/x-www-form-urlencoded or application/json.");
  }

  private static @Nullable MediaType parsed(@Nullable String text) {
    try {
      return text == null ? null : MediaType.parseMediaType(text);
    } catch (InvalidMediaTypeException e) {
      return null;
    }
  }

  private static OAuthForm ofForm(byte[] body) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (name.isEmpty()) {
        continue;
      }
      if (values.put(name, value) != null) {
        throw OAuthException.invalidRequest("A parameter is given more than once.");
      }
    }
    return withoutEmpty(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OAuthException.invalidRequest("The body is not a well-formed form.");
    }
  }

  private static OAuthForm ofJson(byte[] body) {
    JsonNode tree = tree(body);
    if (!tree.isObject()) {
      throw OAuthException.invalidRequest("The body is not a JSON object.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : tree.properties()) {
      values.put(property.getKey(), text(property.getValue()));
    }
    return withoutEmpty(values);
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw OAuthException.invalidRequest("The body is not well-formed JSON.");
    }
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw OAuthException.invalidRequest("Each parameter must be a JSON string.");
    }
    return value.stringValue();
  }

  private static OAuthForm withoutEmpty(Map<String, String> values) {
    values.values().removeIf(String::isBlank);
    return new OAuthForm(values);
  }
}
