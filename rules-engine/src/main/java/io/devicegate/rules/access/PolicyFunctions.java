package io.devicegate.rules.access;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.condition.Function;
import io.devicegate.rules.condition.Schema;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions of access policies alone: outputs, and the distance of two places. */
final class PolicyFunctions {

  static final Map<String, Effect> EFFECTS =
      Map.of(
          "allow", Effect.ALLOW,
          "throttle", Effect.THROTTLE,
          "step_up", Effect.STEP_UP,
          "deny", Effect.DENY);

  private static final String HEADER_FUNCTION = "header";

  private static final CelType STRING = SimpleType.STRING;
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  // RFC 9110, 5.6.2, without what no header needs.
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,1024}");
  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "cookie",
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "forwarded");

  /** Headers that begin so say who asks and from where, which no rule may change. */
  private static final List<String> RESERVED_PREFIXES = List.of("x-device-", "x-forwarded-");

  private static final double EARTH_KM = 6371.0088;

  private PolicyFunctions() {}

  static List<Function> all(Schema schema) {
    CelType geo = schema.type(AccessRequest.Geo.class);
    CelType outcome = Outcome.TYPE;
    return List.of(
        new Function("allow", "allow", false, outcome, List.of(), 1, a -> Outcome.ALLOW),
        output("allow", "allow_reason", List.of(STRING)),
        output("deny", "deny_reason", List.of(STRING)),
        output("throttle", "throttle_reason_class", List.of(STRING, STRING)),
        output("step_up", "step_up_reason_acr", List.of(STRING, STRING)),
        new Function(
            "max_age",
            "outcome_max_age",
            true,
            outcome,
            List.of(outcome, SimpleType.DURATION),
            2,
            PolicyFunctions::maxAge),
        new Function(
            HEADER_FUNCTION,
            "outcome_header",
            true,
            outcome,
            List.of(outcome, STRING, STRING),
            5,
            PolicyFunctions::header,
            PolicyFunctions::knownHeader),
        new Function(
            "drop_scopes",
            "outcome_drop_scopes",
            true,
            outcome,
            List.of(outcome, ListType.create(STRING)),
            5,
            PolicyFunctions::dropScopes),
        new Function(
            "rate_class",
            "outcome_rate_class",
            true,
            outcome,
            List.of(outcome, STRING),
            2,
            a -> ((Outcome) a[0]).with(rateClass(code((String) a[1], "rate class")))),
        new Function(
            "geo_km",
            "geo_km_geo_geo",
            false,
            SimpleType.DOUBLE,
            List.of(geo, geo),
            10,
            a -> kilometres((AccessRequest.Geo) a[0], (AccessRequest.Geo) a[1])));
  }

  /** Returns the effects that an output may say. */
  static Set<Effect> effects(Expression output) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    output.functions().stream().map(EFFECTS::get).filter(Objects::nonNull).forEach(effects::add);
    return effects;
  }

  /** Returns the names of the headers that an output may set. */
  static Set<String> headers(Expression output) {
    return output.literals(HEADER_FUNCTION).stream()
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /** Tells whether it is known which headers an output may set. */
  static boolean namesHeaders(Expression output) {
    return !output.literals(HEADER_FUNCTION).contains(Optional.empty());
  }

  private static Function output(String name, String overload, List<CelType> arguments) {
    Effect effect = EFFECTS.getOrDefault(name, Effect.DENY);
    Function.Body body = a -> outcome(effect, a);
    return new Function(
        name,
        overload,
        false,
        Outcome.TYPE,
        arguments,
        2,
        body,
        known -> literal(name, known, body));
  }

  /** A reason is a label of metrics, so its values must be few: only the text of the rule. */
  private static Function.Body literal(String name, @Nullable Object[] known, Function.Body body) {
    if (known[0] == null) {
      throw new IllegalArgumentException(
          name + ": the reason must be a literal, such as 'outside_network'");
    }
    code((String) known[0], "reason");
    return body;
  }

  private static Outcome outcome(Effect effect, Object[] arguments) {
    String reason = code((String) arguments[0], "reason");
    Obligations obligations =
        switch (effect) {
          case ALLOW, DENY -> Obligations.NONE;
          case THROTTLE -> rateClass(code((String) arguments[1], "rate class"));
          case STEP_UP -> new Obligations(Map.of(), Set.of(), null, (String) arguments[1], null);
        };
    return new Outcome(effect, reason, obligations);
  }

  private static Obligations rateClass(String rateClass) {
    return new Obligations(Map.of(), Set.of(), rateClass, null, null);
  }

  private static Object maxAge(Object[] arguments) {
    Duration age = (Duration) arguments[1];
    if (age.isNegative()) {
      throw new IllegalArgumentException("max_age: " + age + " (expected: not negative)");
    }
    return ((Outcome) arguments[0]).with(new Obligations(Map.of(), Set.of(), null, null, age));
  }

  private static Function.Body knownHeader(@Nullable Object[] known) {
    if (known[1] == null) {
      throw new IllegalArgumentException("header: the name must be a literal, such as 'X-Tier'");
    }
    headerName((String) known[1]);
    return PolicyFunctions::header;
  }

  private static Object header(Object[] arguments) {
    String name = headerName((String) arguments[1]);
    String value = (String) arguments[2];
    if (!HEADER_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "header " + name + ": value (expected: at most 1024 printable ASCII characters)");
    }
    return ((Outcome) arguments[0])
        .with(new Obligations(Map.of(name, value), Set.of(), null, null, null));
  }

  private static String headerName(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (!HEADER.matcher(name).matches()
        || RESERVED.contains(lowerCase)
        || RESERVED_PREFIXES.stream().anyMatch(lowerCase::startsWith)) {
      throw new IllegalArgumentException(
          "header '"
              + name
              + "' (expected: letters, digits and hyphens, no header of HTTP itself, none that"
              + " begins with X-Device- or X-Forwarded-)");
    }
    return name;
  }

  private static Object dropScopes(Object[] arguments) {
    Set<String> scopes = new HashSet<>();
    ((List<?>) arguments[1]).forEach(scope -> scopes.add((String) scope));
    return ((Outcome) arguments[0]).with(new Obligations(Map.of(), scopes, null, null, null));
  }

  private static String code(String text, String what) {
    if (!CODE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          what + " '" + text + "' (expected: lower-case words joined by _, at most 64 characters)");
    }
    return text;
  }

  /** Returns the great-circle distance, by the haversine formula. */
  private static double kilometres(AccessRequest.Geo a, AccessRequest.Geo b) {
    double latitude = Math.toRadians(b.latitude() - a.latitude()) / 2;
    double longitude = Math.toRadians(b.longitude() - a.longitude()) / 2;
    double h =
        Math.pow(Math.sin(latitude), 2)
            + Math.cos(Math.toRadians(a.latitude()))
                * Math.cos(Math.toRadians(b.latitude()))
                * Math.pow(Math.sin(longitude), 2);
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }
}
