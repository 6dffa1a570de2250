package io.devicegate.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import io.devicegate.rules.condition.Selector.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads off a condition which values a field must have for it to be true. */
final class ConstraintFinder {

  private static final Set<CelKind> INDEXED = Set.of(CelKind.STRING, CelKind.INT, CelKind.BOOL);

  private final CelAbstractSyntaxTree ast;
  private final Scope scope;
  private final Closures closures;

  ConstraintFinder(CelAbstractSyntaxTree ast, Scope scope, Closures closures) {
    this.ast = ast;
    this.scope = scope;
    this.closures = closures;
  }

  Constraints find(CelExpr expr) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT) {
      Expression variable = scope.variable(expr.select());
      return variable == null ? truth(expr, true) : variable.constraints();
    }
    if (expr.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
      Closures.Search search = closures.search(expr.comprehension());
      return search == null ? Constraints.NONE : holds(search.list(), search.wanted());
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return Constraints.NONE;
    }
    List<CelExpr> args = expr.call().args();
    return switch (expr.call().function()) {
      case "_&&_" -> find(args.get(0)).and(find(args.get(1)));
      case "_||_" -> find(args.get(0)).or(find(args.get(1)));
      case "!_" -> truth(args.get(0), false);
      case "_==_" -> equal(args.get(0), args.get(1)).and(equal(args.get(1), args.get(0)));
      case "@in" ->
          in(args.get(0), closures.constant(args.get(1)))
              .and(holds(args.get(1), closures.constant(args.get(0))));
      case "ip_in" -> within(args.get(0), closures.constant(args.get(1)));
      default -> Constraints.NONE;
    };
  }

  private Constraints truth(CelExpr expr, boolean value) {
    boolean isTest = expr.getKind() == CelExpr.ExprKind.Kind.SELECT && expr.select().testOnly();
    return isTest || kind(expr) != CelKind.BOOL ? Constraints.NONE : one(expr, Set.of(value));
  }

  private Constraints equal(CelExpr field, CelExpr value) {
    Object known = closures.constant(value);
    return known != null && kind(field) == kind(value)
        ? one(field, Set.of(known))
        : Constraints.NONE;
  }

  private Constraints in(CelExpr field, @Nullable Object known) {
    if (!(known instanceof List<?> list) || kind(field) != CelKind.STRING) {
      return Constraints.NONE;
    }
    return one(field, list.stream().map(Object.class::cast).collect(Collectors.toSet()));
  }

  private Constraints holds(CelExpr list, @Nullable Object element) {
    return element instanceof String && closures.isListOfText(list)
        ? demand(list, Comparison.HOLDS, Set.of(element))
        : Constraints.NONE;
  }

  private Constraints within(CelExpr address, @Nullable Object ranges) {
    if (ranges == null) {
      return Constraints.NONE;
    }
    List<?> each = ranges instanceof List<?> list ? list : List.of(ranges);
    return demand(
        address,
        Comparison.WITHIN,
        each.stream().map(ConstraintFinder::range).collect(Collectors.toSet()));
  }

  private static Cidr range(Object known) {
    return known instanceof Cidr range ? range : Cidr.parse((String) known);
  }

  private Constraints one(CelExpr field, Set<Object> values) {
    return INDEXED.contains(kind(field))
        ? demand(field, Comparison.EQUAL, values)
        : Constraints.NONE;
  }

  private Constraints demand(CelExpr field, Comparison comparison, Set<Object> values) {
    List<Function<Object, @Nullable Object>> steps = new ArrayList<>();
    StringBuilder path = new StringBuilder();
    return collect(field, path, steps)
        ? new Constraints(Map.of(new Selector(path.toString(), steps, comparison), values))
        : Constraints.NONE;
  }

  private boolean collect(
      CelExpr expr, StringBuilder path, List<Function<Object, @Nullable Object>> steps) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
      Schema.Field variable = scope.schema().variables().get(expr.ident().name());
      return variable != null && add(variable, path, steps);
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.SELECT
        || expr.select().testOnly()
        || kind(expr.select().operand()) != CelKind.STRUCT
        || !collect(expr.select().operand(), path, steps)) {
      return false;
    }
    Schema.Field field =
        scope.field(ast.getTypeOrThrow(expr.select().operand().id()), expr.select().field());
    return field != null && add(field, path, steps);
  }

  private static boolean add(
      Schema.Field field, StringBuilder path, List<Function<Object, @Nullable Object>> steps) {
    path.append(path.isEmpty() ? "" : ".").append(field.name());
    return steps.add(field.accessor());
  }

  private CelKind kind(CelExpr expr) {
    return ast.getTypeOrThrow(expr.id()).kind();
  }
}
