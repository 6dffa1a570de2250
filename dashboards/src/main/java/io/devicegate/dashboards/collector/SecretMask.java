package io.devicegate.dashboards.collector;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Replaces secrets in an event before anything is stored.
 *
 * <p>A secret is known by its name, wherever it stands, or by its shape (a JWT, a bearer header).
 * What stays is at most its last two characters, so that two lines can be told apart by a person.
 * Identifiers of tokens ({@code …_jti}) and their counters are no secrets, and joins need them.
 */
final class SecretMask {

  private static final String BEARER = "bearer";
  private static final String MASK = "••••";
  private static final int LONG_ENOUGH_FOR_A_TAIL = 8;
  private static final int TAIL = 2;

  /** How many names are remembered, and of which length; anybody may send others. */
  private static final int MOST_NAMES = 2_000;

  private static final int LONGEST_NAME = 100;

  private static final List<String> SECRET_PARTS =
      List.of("token", "secret", "password", "passwd", "cookie", "assertion", "credential");

  private static final Set<String> SECRET_NAMES =
      Set.of("authorization", "codeverifier", "devicecode", "usercode", "otp", "pin", "apikey");

  private static final List<String> HARMLESS_ENDS =
      List.of("jti", "counter", "type", "lifetime", "expiresin", "id", "method", "endpoint");

  /** Objects in which a plain {@code code} is a user code or an authorization code. */
  private static final Set<String> CODE_HOLDERS = Set.of("details", "qs", "query", "body");

  /** Where the event itself may stand; there a {@code code} may also be an error's or a type. */
  private static final Set<String> TOPS = Set.of("", "data", "detail");

  /** How types and errors are written, and no code that is hard to guess. */
  private static final Pattern WORDS =
      Pattern.compile("[a-z]{1,20}[0-9]?(?:[_-][a-z]{1,20}[0-9]?){0,5}");

  private static final Pattern SHAPES =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)*"
              + "|(?i:\\bbearer )[A-Za-z0-9._~+/-]{8,}=*"
              + "|(?i:\\b(?:access_token|refresh_token|id_token|device_code|user_code|code"
              + "|client_secret|password)=)[^&\\s\"']+");

  /** A member with a text, a number or what is left of one, up to the end of what is broken. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "[\"']([A-Za-z0-9_-]{1,64})[\"']\\s*:\\s*(?:\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*+'?|[^\\s,}\\]\"']++)");

  private final Map<String, Name> names = new ConcurrentHashMap<>();

  /** Masks in place. */
  void apply(ObjectNode event) {
    maskObject(event, "", false);
  }

  private void maskObject(ObjectNode object, String holder, boolean secret) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      Name name = name(member.getKey());
      boolean masked =
          !name.harmless
              && (secret || name.secret || (name.code && isSecretCode(holder, member.getValue())));
      member.setValue(mask(member.getValue(), name.normal, masked));
    }
  }

  private JsonNode mask(JsonNode value, String name, boolean secret) {
    if (value instanceof ObjectNode object) {
      maskObject(object, name, secret);
      return object;
    }
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, mask(array.get(i), name, secret));
      }
      return array;
    }
    if (value.isString()) {
      String text = value.stringValue();
      String shown = secret ? masked(text) : withoutShapes(text);
      return shown.equals(text) ? value : StringNode.valueOf(shown);
    }
    return secret && value.isNumber() ? StringNode.valueOf(MASK) : value;
  }

  /**
   * Masks what nearly is JSON: values of members with a secret's name, and all that looks like a
   * secret.
   */
  String apply(String broken) {
    Matcher member = MEMBER.matcher(broken);
    StringBuilder masked = new StringBuilder();
    while (member.find()) {
      Name name = name(member.group(1));
      boolean secret = !name.harmless && (name.code || name.secret);
      member.appendReplacement(
          masked,
          Matcher.quoteReplacement(
              secret ? "\"" + member.group(1) + "\":\"" + MASK + "\"" : member.group()));
    }
    return withoutShapes(member.appendTail(masked).toString());
  }

  /** The text without anything that looks like a secret. */
  static String withoutShapes(String text) {
    return mayHoldAShape(text) ? SHAPES.matcher(text).replaceAll(MASK) : text;
  }

  /** What every shape has; most texts have none of it, and are done in a tenth of the time. */
  private static boolean mayHoldAShape(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '=' -> {
          return true;
        }
        case 'J' -> {
          if (text.startsWith("eyJ", i - 2)) {
            return true;
          }
        }
        case ' ' -> {
          if (text.regionMatches(true, i - BEARER.length(), BEARER, 0, BEARER.length())) {
            return true;
          }
        }
        default -> {
          // Goes on.
        }
      }
    }
    return false;
  }

  private static String masked(String secret) {
    return secret.length() < LONG_ENOUGH_FOR_A_TAIL
        ? MASK
        : MASK + secret.substring(secret.length() - TAIL);
  }

  private static boolean isSecretCode(String holder, JsonNode value) {
    return CODE_HOLDERS.contains(holder)
        || (TOPS.contains(holder)
            && value.isString()
            && !WORDS.matcher(value.stringValue()).matches());
  }

  /** The same few names stand in every event. */
  private Name name(String given) {
    Name known = names.get(given);
    if (known != null) {
      return known;
    }
    Name name = Name.of(given);
    if (names.size() < MOST_NAMES && given.length() <= LONGEST_NAME) {
      names.put(given, name);
    }
    return name;
  }

  /**
   * What a member's name says.
   *
   * @param normal without case and separators
   * @param harmless that it is no secret, whatever it stands in
   * @param secret that it is one, wherever it stands
   * @param code that it is one in some places
   */
  private record Name(String normal, boolean harmless, boolean secret, boolean code) {

    static Name of(String given) {
      String normal = given.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
      return new Name(
          normal,
          HARMLESS_ENDS.stream().anyMatch(normal::endsWith),
          SECRET_NAMES.contains(normal) || SECRET_PARTS.stream().anyMatch(normal::contains),
          normal.equals("code"));
    }
  }
}
