package io.devicegate.rules.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The functions that access rules need and CEL lacks: networks, paths, cached patterns. */
final class FieldFunctions {

  private static final CelType STRING = SimpleType.STRING;
  private static final CelType BOOL = SimpleType.BOOL;
  private static final CelType CIDRS = ListType.create(STRING);
  private static final int MAX_PATTERNS = 256;

  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();
  private final int maxRegexProgram;

  private FieldFunctions(int maxRegexProgram) {
    this.maxRegexProgram = maxRegexProgram;
  }

  static List<Function> all(Limits limits) {
    FieldFunctions functions = new FieldFunctions(limits.maxRegexProgram());
    return List.of(
        new Function(
            "cidr", "cidr_string", false, Cidr.TYPE, List.of(STRING), 5, FieldFunctions::cidr),
        new Function(
            "ip_in",
            "ip_in_string_cidr",
            false,
            BOOL,
            List.of(STRING, Cidr.TYPE),
            5,
            a -> ((Cidr) a[1]).contains(IpAddress.parse((String) a[0]))),
        new Function(
            "ip_in",
            "ip_in_string_string",
            false,
            BOOL,
            List.of(STRING, STRING),
            10,
            FieldFunctions::ipInText,
            FieldFunctions::ipInKnownText),
        new Function(
            "ip_in",
            "ip_in_string_list",
            false,
            BOOL,
            List.of(STRING, CIDRS),
            // A list that is not known at load is parsed at every call.
            10 * Bounds.ELEMENTS,
            FieldFunctions::ipInList,
            FieldFunctions::ipInKnownList),
        new Function(
            "same_network",
            "same_network_string_string",
            false,
            BOOL,
            List.of(STRING, STRING),
            10,
            FieldFunctions::sameNetwork),
        new Function(
            "path_matches",
            "path_matches_string_string",
            false,
            BOOL,
            List.of(STRING, STRING),
            20,
            a -> PathPattern.parse((String) a[1]).matches((String) a[0]),
            FieldFunctions::knownPath),
        functions.matches("matches", false),
        functions.matches("matches_string", true));
  }

  private static Object cidr(Object[] arguments) {
    return Cidr.parse((String) arguments[0]);
  }

  private static Object ipInText(Object[] arguments) {
    return Cidr.parse((String) arguments[1]).contains(IpAddress.parse((String) arguments[0]));
  }

  private static Function.Body ipInKnownText(@Nullable Object[] known) {
    if (known[1] == null) {
      return FieldFunctions::ipInText;
    }
    Cidr cidr = Cidr.parse((String) known[1]);
    return a -> cidr.contains(IpAddress.parse((String) a[0]));
  }

  private static Object ipInList(Object[] arguments) {
    IpAddress address = IpAddress.parse((String) arguments[0]);
    boolean found = false;
    for (Object range : (List<?>) arguments[1]) {
      // All are parsed, so that a broken range is an error whatever stands before it.
      found |= Cidr.parse((String) range).contains(address);
    }
    return found;
  }

  private static Function.Body ipInKnownList(@Nullable Object[] known) {
    if (known[1] == null) {
      return FieldFunctions::ipInList;
    }
    List<Cidr> ranges =
        ((List<?>) known[1]).stream().map(range -> Cidr.parse((String) range)).toList();
    return a -> anyContains(ranges, IpAddress.parse((String) a[0]));
  }

  private static boolean anyContains(List<Cidr> ranges, IpAddress address) {
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Compares the first 24 bits of IPv4 addresses, the first 64 of IPv6 addresses. */
  private static Object sameNetwork(Object[] arguments) {
    IpAddress one = IpAddress.parse((String) arguments[0]);
    IpAddress other = IpAddress.parse((String) arguments[1]);
    int bits = one.isIpv4() ? 96 + 24 : 64;
    return one.isIpv4() == other.isIpv4() && one.prefix(bits).equals(other.prefix(bits));
  }

  private static Function.Body knownPath(@Nullable Object[] known) {
    if (known[1] == null) {
      return a -> PathPattern.parse((String) a[1]).matches((String) a[0]);
    }
    PathPattern pattern = PathPattern.parse((String) known[1]);
    return a -> pattern.matches((String) a[0]);
  }

  private Function matches(String overload, boolean member) {
    return new Function(
        "matches",
        overload,
        member,
        BOOL,
        List.of(STRING, STRING),
        Bounds.TEXT / 10,
        a -> pattern((String) a[1]).matcher((String) a[0]).find(),
        this::knownPattern);
  }

  private Function.Body knownPattern(@Nullable Object[] known) {
    if (known[1] == null) {
      return a -> pattern((String) a[1]).matcher((String) a[0]).find();
    }
    KnownPattern pattern = new KnownPattern(compile((String) known[1]));
    return a -> pattern.isIn((String) a[0]);
  }

  /** Compiles once per text; an overfull cache is emptied rather than left to grow. */
  private Pattern pattern(String regex) {
    Pattern cached = patterns.get(regex);
    if (cached != null) {
      return cached;
    }
    Pattern compiled = compile(regex);
    if (patterns.size() >= MAX_PATTERNS) {
      patterns.clear();
    }
    patterns.put(regex, compiled);
    return compiled;
  }

  private Pattern compile(String regex) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression of RE2: " + e.getMessage());
    }
    if (pattern.programSize() > maxRegexProgram) {
      throw new IllegalArgumentException(
          "regular expression of "
              + pattern.programSize()
              + " instructions (expected: at most "
              + maxRegexProgram
              + "); shorten it or lower its repetitions");
    }
    return pattern;
  }
}
