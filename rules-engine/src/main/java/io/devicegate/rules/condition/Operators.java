package io.devicegate.rules.condition;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The closures of CEL's own operators and functions, by the checker's overload ids. */
final class Operators {

  private static final Set<CelKind> PLAIN =
      Set.of(CelKind.STRING, CelKind.BOOL, CelKind.TIMESTAMP, CelKind.DURATION);

  private static final Set<String> SUPPORTED =
      Set.of(
          "logical_and",
          "logical_or",
          "logical_not",
          "not_strictly_false",
          "conditional",
          "equals",
          "not_equals",
          "in_list",
          "in_map",
          "index_list",
          "index_map",
          "less_int64",
          "less_equals_int64",
          "greater_int64",
          "greater_equals_int64",
          "less_double",
          "less_equals_double",
          "greater_double",
          "greater_equals_double",
          "less_timestamp",
          "less_equals_timestamp",
          "greater_timestamp",
          "greater_equals_timestamp",
          "less_duration",
          "less_equals_duration",
          "greater_duration",
          "greater_equals_duration",
          "add_int64",
          "subtract_int64",
          "add_string",
          "add_list",
          "subtract_timestamp_timestamp",
          "subtract_timestamp_duration",
          "add_timestamp_duration",
          "size_string",
          "string_size",
          "size_list",
          "list_size",
          "size_map",
          "map_size",
          "contains_string",
          "ends_with_string",
          "starts_with_string",
          "optional_orValue_value",
          "optional_hasValue",
          "optional_none",
          "optional_of",
          "map_optindex_optional_value");

  private Operators() {}

  static boolean supports(String overload) {
    return SUPPORTED.contains(overload);
  }

  static @Nullable Node node(String overload, List<CelType> types, List<Node> nodes) {
    return switch (nodes.size()) {
      case 0 -> overload.equals("optional_none") ? new Node.Constant(Optional.empty()) : null;
      case 1 -> unary(overload, nodes.get(0));
      case 2 -> binary(overload, types, nodes.get(0), nodes.get(1));
      case 3 -> conditional(nodes.get(0), nodes.get(1), nodes.get(2));
      default -> null;
    };
  }

  private static @Nullable Node unary(String overload, Node a) {
    return switch (overload) {
      case "logical_not" -> (Node.Bool) (r, l) -> !a.test(r, l);
      case "not_strictly_false" -> (Node.Bool) (r, l) -> notStrictlyFalse(a, r, l);
      case "size_string", "string_size" -> (Node.Int) (r, l) -> length((String) a.value(r, l));
      case "size_list", "list_size" -> (Node.Int) (r, l) -> ((List<?>) a.value(r, l)).size();
      case "size_map", "map_size" -> (Node.Int) (r, l) -> ((Map<?, ?>) a.value(r, l)).size();
      case "optional_hasValue" -> (Node.Bool) (r, l) -> ((Optional<?>) a.value(r, l)).isPresent();
      case "optional_of" -> (r, l) -> Optional.of(a.value(r, l));
      default -> null;
    };
  }

  private static long length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean notStrictlyFalse(Node a, Object root, Object[] locals) {
    try {
      return a.test(root, locals);
    } catch (RuntimeException e) {
      return true;
    }
  }

  private static Node conditional(Node condition, Node yes, Node no) {
    return (r, l) -> condition.test(r, l) ? yes.value(r, l) : no.value(r, l);
  }

  private static @Nullable Node binary(String overload, List<CelType> types, Node a, Node b) {
    return switch (overload) {
      case "logical_and" -> (Node.Bool) (r, l) -> and(a, b, r, l);
      case "logical_or" -> (Node.Bool) (r, l) -> or(a, b, r, l);
      case "equals" -> equal(types, a, b);
      case "not_equals" -> not(equal(types, a, b));
      case "in_list" -> in(types, a, b);
      case "in_map" -> (Node.Bool) (r, l) -> ((Map<?, ?>) b.value(r, l)).containsKey(a.value(r, l));
      case "index_list" -> (r, l) -> element((List<?>) a.value(r, l), b.number(r, l));
      case "index_map" ->
          (r, l) -> {
            Map<?, ?> map = (Map<?, ?>) a.value(r, l);
            Object key = b.value(r, l);
            return Closures.found(map.get(key), key);
          };
      case "map_optindex_optional_value" ->
          (r, l) -> Optional.ofNullable(((Map<?, ?>) a.value(r, l)).get(b.value(r, l)));
      case "optional_orValue_value" ->
          (r, l) -> {
            Optional<?> optional = (Optional<?>) a.value(r, l);
            return optional.isPresent() ? optional.get() : b.value(r, l);
          };
      case "contains_string" -> (Node.Bool) (r, l) -> text(a, r, l).contains(text(b, r, l));
      case "starts_with_string" -> (Node.Bool) (r, l) -> text(a, r, l).startsWith(text(b, r, l));
      case "ends_with_string" -> (Node.Bool) (r, l) -> text(a, r, l).endsWith(text(b, r, l));
      default ->
          overload.startsWith("add") || overload.startsWith("subtract")
              ? arithmetic(overload, a, b)
              : comparison(overload, a, b);
    };
  }

  private static String text(Node node, Object root, Object[] locals) {
    return (String) node.value(root, locals);
  }

  /** An error on one side gives way to false on the other, whichever is first. */
  private static boolean and(Node a, Node b, Object root, Object[] locals) {
    boolean first;
    try {
      first = a.test(root, locals);
    } catch (RuntimeException e) {
      if (b.test(root, locals)) {
        throw e;
      }
      return false;
    }
    return first && b.test(root, locals);
  }

  private static boolean or(Node a, Node b, Object root, Object[] locals) {
    boolean first;
    try {
      first = a.test(root, locals);
    } catch (RuntimeException e) {
      if (b.test(root, locals)) {
        return true;
      }
      throw e;
    }
    return first || b.test(root, locals);
  }

  private static Node.Bool not(Node.Bool node) {
    return (r, l) -> !node.test(r, l);
  }

  private static Node.Bool equal(List<CelType> types, Node a, Node b) {
    CelKind kind = types.get(0).kind();
    boolean same = kind == types.get(1).kind();
    if (same && kind == CelKind.INT) {
      return (r, l) -> a.number(r, l) == b.number(r, l);
    }
    if (same && PLAIN.contains(kind)) {
      Object known = b.constant();
      return known == null
          ? (r, l) -> a.value(r, l).equals(b.value(r, l))
          : (r, l) -> a.value(r, l).equals(known);
    }
    return (r, l) -> Equality.equal(a.value(r, l), b.value(r, l));
  }

  private static Node.Bool in(List<CelType> types, Node a, Node b) {
    CelKind kind = types.get(0).kind();
    CelType list = types.get(1);
    boolean same = !list.parameters().isEmpty() && list.parameters().get(0).kind() == kind;
    if (!same || !PLAIN.contains(kind)) {
      return (r, l) -> Equality.contains((List<?>) b.value(r, l), a.value(r, l));
    }
    if (b.constant() instanceof List<?> known) {
      Set<?> set = Collections.unmodifiableSet(new HashSet<>(known));
      return (r, l) -> set.contains(a.value(r, l));
    }
    return (r, l) -> ((List<?>) b.value(r, l)).contains(a.value(r, l));
  }

  private static Object element(List<?> list, long index) {
    if (index < 0 || index >= list.size()) {
      throw new ConditionError("no element " + index + " in a list of " + list.size());
    }
    return list.get((int) index);
  }

  private static @Nullable Node arithmetic(String overload, Node a, Node b) {
    return switch (overload) {
      case "add_int64" -> (Node.Int) (r, l) -> Math.addExact(a.number(r, l), b.number(r, l));
      case "subtract_int64" ->
          (Node.Int) (r, l) -> Math.subtractExact(a.number(r, l), b.number(r, l));
      case "add_string" -> (r, l) -> text(a, r, l).concat(text(b, r, l));
      case "add_list" -> (r, l) -> joined((List<?>) a.value(r, l), (List<?>) b.value(r, l));
      case "add_timestamp_duration" -> (r, l) -> time(a, r, l).plus((Duration) b.value(r, l));
      case "subtract_timestamp_duration" -> (r, l) -> time(a, r, l).minus((Duration) b.value(r, l));
      case "subtract_timestamp_timestamp" ->
          (r, l) -> Duration.between((Instant) b.value(r, l), time(a, r, l));
      default -> null;
    };
  }

  private static Instant time(Node node, Object root, Object[] locals) {
    return (Instant) node.value(root, locals);
  }

  private static List<Object> joined(List<?> a, List<?> b) {
    List<Object> joined = new ArrayList<>(a.size() + b.size());
    joined.addAll(a);
    joined.addAll(b);
    return Collections.unmodifiableList(joined);
  }

  private static @Nullable Node comparison(String overload, Node a, Node b) {
    String type = overload.substring(overload.lastIndexOf('_') + 1);
    String operator = overload.substring(0, overload.lastIndexOf('_'));
    if (type.equals("int64")) {
      return integers(operator, a, b);
    }
    if (type.equals("double")) {
      return doubles(operator, a, b);
    }
    return switch (operator) {
      case "less" -> (Node.Bool) (r, l) -> order(a, b, r, l) < 0;
      case "less_equals" -> (Node.Bool) (r, l) -> order(a, b, r, l) <= 0;
      case "greater" -> (Node.Bool) (r, l) -> order(a, b, r, l) > 0;
      case "greater_equals" -> (Node.Bool) (r, l) -> order(a, b, r, l) >= 0;
      default -> null;
    };
  }

  private static Node.@Nullable Bool integers(String operator, Node a, Node b) {
    return switch (operator) {
      case "less" -> (r, l) -> a.number(r, l) < b.number(r, l);
      case "less_equals" -> (r, l) -> a.number(r, l) <= b.number(r, l);
      case "greater" -> (r, l) -> a.number(r, l) > b.number(r, l);
      case "greater_equals" -> (r, l) -> a.number(r, l) >= b.number(r, l);
      default -> null;
    };
  }

  private static Node.@Nullable Bool doubles(String operator, Node a, Node b) {
    return switch (operator) {
      case "less" -> (r, l) -> real(a, r, l) < real(b, r, l);
      case "less_equals" -> (r, l) -> real(a, r, l) <= real(b, r, l);
      case "greater" -> (r, l) -> real(a, r, l) > real(b, r, l);
      case "greater_equals" -> (r, l) -> real(a, r, l) >= real(b, r, l);
      default -> null;
    };
  }

  private static double real(Node node, Object root, Object[] locals) {
    return (Double) node.value(root, locals);
  }

  /** Orders two values of one type, {@link Instant} or {@link Duration}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int order(Node a, Node b, Object root, Object[] locals) {
    return ((Comparable) a.value(root, locals)).compareTo(b.value(root, locals));
  }
}
