package io.devicegate.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the worst case of an expression on inputs of the largest size that {@link Bounds}
 * allows. One unit is about one comparison; text counts a tenth of a unit per character, as
 * Kubernetes counts CEL.
 */
final class Cost {

  private static final long CEILING = Long.MAX_VALUE / 1_000_000;
  private static final double PER_CHARACTER = 0.1;
  private static final double PER_PATTERN_CHARACTER = 0.25;
  // String.contains compares words at a time; a longer needle does not cost more.
  private static final long NEEDLE = 64;

  private final CelAbstractSyntaxTree ast;
  private final Scope scope;
  private final Closures closures;
  private @Nullable CelExpr widest;
  private long widestCost;

  Cost(CelAbstractSyntaxTree ast, Scope scope, Closures closures) {
    this.ast = ast;
    this.scope = scope;
    this.closures = closures;
  }

  /** Returns the cost of the whole expression, if it is within the limit. */
  long check(CelExpr expr, Limits limits) {
    long cost = estimate(expr, 0, limits).cost();
    if (cost > limits.maxCost()) {
      CelExpr place = widest == null ? expr : widest;
      throw new Refusal(
          place.id(),
          "worst-case cost "
              + cost
              + " (expected: at most "
              + limits.maxCost()
              + "); avoid a loop in a loop, test membership with `in`, and take lists and patterns"
              + " from params or literals");
    }
    return cost;
  }

  private Estimate estimate(CelExpr expr, int depth, Limits limits) {
    if (depth > limits.maxDepth()) {
      throw new Refusal(
          expr.id(), "nested deeper than " + limits.maxDepth() + " levels; use variables");
    }
    Object known = closures.constant(expr);
    if (known != null) {
      return new Estimate(0, size(known));
    }
    return switch (expr.getKind()) {
      case SELECT -> select(expr, depth, limits);
      case CALL -> call(expr, depth, limits);
      case LIST -> list(expr.list().elements(), depth, limits);
      case MAP -> map(expr.map(), depth, limits);
      case COMPREHENSION -> loop(expr, depth, limits);
      default -> new Estimate(1, isElement(expr) ? Bounds.ELEMENT_TEXT : size(expr));
    };
  }

  /** Tells whether this is a text out of a list: the variable of a loop. */
  private boolean isElement(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT
        && kind(expr) == CelKind.STRING
        && !scope.schema().variables().containsKey(expr.ident().name());
  }

  private Estimate select(CelExpr expr, int depth, Limits limits) {
    Expression variable = scope.variable(expr.select());
    if (variable != null) {
      return new Estimate(variable.cost(), size(expr));
    }
    return new Estimate(
        1 + estimate(expr.select().operand(), depth + 1, limits).cost(), size(expr));
  }

  private Estimate list(List<CelExpr> elements, int depth, Limits limits) {
    long cost = elements.size();
    for (CelExpr element : elements) {
      cost = add(cost, estimate(element, depth + 1, limits).cost());
    }
    return new Estimate(cost, elements.size());
  }

  private Estimate map(CelExpr.CelMap map, int depth, Limits limits) {
    List<CelExpr> parts = new ArrayList<>();
    map.entries().forEach(entry -> parts.addAll(List.of(entry.key(), entry.value())));
    return list(parts, depth, limits);
  }

  private Estimate call(CelExpr expr, int depth, Limits limits) {
    List<CelExpr> operands = new ArrayList<>();
    expr.call().target().ifPresent(operands::add);
    operands.addAll(expr.call().args());
    List<Estimate> parts =
        operands.stream().map(operand -> estimate(operand, depth + 1, limits)).toList();
    long own = own(expr, operands, parts);
    widen(expr, own);
    long cost = parts.stream().mapToLong(Estimate::cost).reduce(own, Cost::add);
    return new Estimate(cost, resultSize(expr, parts));
  }

  private long own(CelExpr expr, List<CelExpr> operands, List<Estimate> parts) {
    long characters = 0;
    for (int i = 0; i < parts.size(); i++) {
      characters =
          add(characters, kind(operands.get(i)) == CelKind.STRING ? parts.get(i).size() : 0);
    }
    List<String> overloads = ast.getReferenceOrThrow(expr.id()).overloadIds();
    Function function = overloads.size() == 1 ? scope.function(overloads.get(0)) : null;
    if (function != null && !function.name().equals("matches")) {
      boolean prepared = closures.constant(operands.get(operands.size() - 1)) != null;
      return prepared ? Math.min(function.cost(), 20) : function.cost();
    }
    return switch (expr.call().function()) {
      case "_&&_", "_||_", "!_", "_?_:_", "@not_strictly_false" -> 1;
      case "@in" -> closures.constant(operands.get(1)) != null ? 2 : add(1, parts.get(1).size());
      case "_==_", "_!=_" -> text(Math.min(parts.get(0).size(), parts.get(1).size()));
      case "matches" ->
          (long)
              ((1 + parts.get(0).size() * PER_CHARACTER)
                  * (1 + parts.get(1).size() * PER_PATTERN_CHARACTER));
      case "startsWith", "endsWith" -> text(Math.min(parts.get(0).size(), parts.get(1).size()));
      case "contains" ->
          (long) (parts.get(0).size() * PER_CHARACTER * Math.min(parts.get(1).size(), NEEDLE));
      // An accumulator grows in place; any other sum of lists copies both.
      case "_+_" -> kind(expr) == CelKind.LIST ? listSum(operands, parts) : text(characters);
      default -> text(characters);
    };
  }

  private static long text(long characters) {
    return 1 + (long) (characters * PER_CHARACTER);
  }

  private static long listSum(List<CelExpr> operands, List<Estimate> parts) {
    boolean accumulates =
        operands.get(0).getKind() == CelExpr.ExprKind.Kind.IDENT
            && operands.get(0).ident().name().startsWith("@");
    return add(accumulates ? 1 : parts.get(0).size(), parts.get(1).size());
  }

  private long resultSize(CelExpr expr, List<Estimate> parts) {
    if (expr.call().function().equals("_+_") && kind(expr) != CelKind.INT) {
      return add(parts.get(0).size(), parts.get(1).size());
    }
    return size(expr);
  }

  private Estimate loop(CelExpr expr, int depth, Limits limits) {
    CelExpr.CelComprehension loop = expr.comprehension();
    Estimate range = estimate(loop.iterRange(), depth + 1, limits);
    long body =
        add(
            estimate(loop.loopCondition(), depth + 1, limits).cost(),
            estimate(loop.loopStep(), depth + 1, limits).cost());
    long cost = add(range.cost(), multiply(range.size(), add(1, body)));
    widen(expr, cost);
    boolean list = kind(expr) == CelKind.LIST;
    return new Estimate(cost, list ? range.size() : size(expr));
  }

  private void widen(CelExpr expr, long cost) {
    if (cost > widestCost) {
      widestCost = cost;
      widest = expr;
    }
  }

  private long size(CelExpr expr) {
    return switch (kind(expr)) {
      case STRING, BYTES, DYN, ANY -> Bounds.TEXT;
      case LIST, MAP -> Bounds.ELEMENTS;
      default -> 1;
    };
  }

  private static long size(Object known) {
    if (known instanceof String text) {
      return text.length();
    }
    if (known instanceof Collection<?> collection) {
      return collection.size();
    }
    return known instanceof java.util.Map<?, ?> map ? map.size() : 1;
  }

  private CelKind kind(CelExpr expr) {
    // The checker gives the field name behind .? no type.
    return ast.getType(expr.id()).map(CelType::kind).orElse(CelKind.DYN);
  }

  private static long add(long a, long b) {
    return Math.min(CEILING, a + b);
  }

  private static long multiply(long a, long b) {
    return a != 0 && b > CEILING / a ? CEILING : a * b;
  }

  private record Estimate(long cost, long size) {}
}
