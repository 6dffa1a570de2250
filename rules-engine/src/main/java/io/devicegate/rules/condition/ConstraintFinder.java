package io.devicegate.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
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
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return Constraints.NONE;
    }
    List<CelExpr> args = expr.call().args();
    return switch (expr.call().function()) {
      case "_&&_" -> find(args.get(0)).and(find(args.get(1)));
      case "_||_" -> find(args.get(0)).or(find(args.get(1)));
      case "!_" -> truth(args.get(0), false);
      case "_==_" -> equal(args.get(0), args.get(1)).and(equal(args.get(1), args.get(0)));
      case "@in" -> in(args.get(0), closures.constant(args.get(1)));
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

  private Constraints one(CelExpr field, Set<Object> values) {
    Selector selector = INDEXED.contains(kind(field)) ? selector(field) : null;
    return selector == null ? Constraints.NONE : new Constraints(Map.of(selector, values));
  }

  private @Nullable Selector selector(CelExpr expr) {
    List<Function<Object, @Nullable Object>> steps = new ArrayList<>();
    StringBuilder path = new StringBuilder();
    return collect(expr, path, steps) ? new Selector(path.toString(), steps) : null;
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
