package io.devicegate.gateway.introspection;

import io.devicegate.gateway.introspection.IntrospectionTransport.Answer;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers strictly (RFC 7662, section 2.2): what is not exactly as it says is no answer. */
final class AnswerReader {

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final Set<String> TEXTS =
      Set.of("scope", "client_id", "username", "token_type", "sub", "iss", "jti", "typ");

  private static final Set<String> TIMES = Set.of("exp", "iat", "nbf");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private AnswerReader() {}

  /** Returns the members of a well-formed answer; empty when it is malformed. */
  static Optional<Map<String, Object>> read(Answer answer) {
    if (!isJson(answer.contentType())) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(answer.body(), OBJECT))
          .filter(AnswerReader::isWellFormed);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return type.equals("application/json");
  }

  private static boolean isWellFormed(Map<String, Object> members) {
    return members.get("active") instanceof Boolean
        && members.entrySet().stream().allMatch(AnswerReader::isWellFormed);
  }

  private static boolean isWellFormed(Map.Entry<String, Object> member) {
    Object value = member.getValue();
    if (TEXTS.contains(member.getKey())) {
      return value instanceof String;
    }
    if (TIMES.contains(member.getKey())) {
      return value instanceof Integer || value instanceof Long;
    }
    return !member.getKey().equals("aud") || value instanceof String || isTexts(value);
  }

  private static boolean isTexts(Object value) {
    return value instanceof Collection<?> values
        && values.stream().allMatch(String.class::isInstance);
  }
}
