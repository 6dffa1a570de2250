package io.devicegate.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the use of an optional field, or of a map's key, that nothing before it has tested.
 *
 * <p>CEL turns such a use into an error, and {@code ||} and {@code &&} swallow errors: a condition
 * like {@code token.acr == 'x' || …} would then silently mean something else.
 */
final class Guards {

  private final CelAbstractSyntaxTree ast;
  private final Scope scope;
  private final Consumer<Refusal> problems;

  Guards(CelAbstractSyntaxTree ast, Scope scope, Consumer<Refusal> problems) {
    this.ast = ast;
    this.scope = scope;
    this.problems = problems;
  }

  Facts check(CelExpr expr, Set<String> known) {
    return switch (expr.getKind()) {
      case SELECT -> select(expr, known);
      case CALL -> call(expr, known);
      case LIST -> all(expr.list().elements(), known);
      case MAP -> {
        expr.map().entries().forEach(entry -> all(List.of(entry.key(), entry.value()), known));
        yield Facts.NONE;
      }
      case COMPREHENSION -> comprehension(expr.comprehension(), known);
      case STRUCT -> {
        problems.accept(new Refusal(expr.id(), "records cannot be created here; use the inputs"));
        yield Facts.NONE;
      }
      default -> Facts.NONE;
    };
  }

  private Facts all(List<CelExpr> parts, Set<String> known) {
    parts.forEach(part -> check(part, known));
    return Facts.NONE;
  }

  private Facts select(CelExpr expr, Set<String> known) {
    CelExpr.CelSelect select = expr.select();
    Expression variable = scope.variable(select);
    if (variable != null) {
      return variable.facts();
    }
    check(select.operand(), known);
    String path = path(select.operand());
    if (select.testOnly()) {
      return path == null ? Facts.NONE : Facts.presence(path + "." + select.field());
    }
    if (mayBeAbsent(select)) {
      require(expr, path == null ? null : path + "." + select.field(), known);
    }
    return Facts.NONE;
  }

  private boolean mayBeAbsent(CelExpr.CelSelect select) {
    CelType type = ast.getTypeOrThrow(select.operand().id());
    if (type.kind() == CelKind.STRUCT) {
      Schema.Field field = scope.field(type, select.field());
      return field != null && field.optional();
    }
    // Parameters are known at load: what is absent there fails there.
    return (type.kind() == CelKind.MAP || type.kind() == CelKind.DYN)
        && !isParameter(select.operand());
  }

  private Facts call(CelExpr expr, Set<String> known) {
    CelExpr.CelCall call = expr.call();
    List<CelExpr> args = call.args();
    return switch (call.function()) {
      case "_&&_" -> and(args, known);
      case "_||_" -> or(args, known);
      case "!_" -> check(args.get(0), known).negated();
      case "_?_:_" -> conditional(args, known);
      case "@in" -> in(args, known);
      case "_[_]" -> index(expr, args, known);
      case "hasValue" -> hasValue(call, known);
      case "value" -> value(expr, call, known);
      default -> {
        call.target().ifPresent(target -> check(target, known));
        yield all(args, known);
      }
    };
  }

  private Facts and(List<CelExpr> args, Set<String> known) {
    Facts first = check(args.get(0), known);
    return first.and(check(args.get(1), Facts.union(known, first.whenTrue())));
  }

  private Facts or(List<CelExpr> args, Set<String> known) {
    Facts first = check(args.get(0), known);
    return first.or(check(args.get(1), Facts.union(known, first.whenFalse())));
  }

  private Facts conditional(List<CelExpr> args, Set<String> known) {
    Facts condition = check(args.get(0), known);
    Facts yes = check(args.get(1), Facts.union(known, condition.whenTrue()));
    Facts no = check(args.get(2), Facts.union(known, condition.whenFalse()));
    return condition.and(yes).or(condition.negated().and(no));
  }

  private Facts in(List<CelExpr> args, Set<String> known) {
    all(args, known);
    String map = path(args.get(1));
    String key = key(args.get(0));
    boolean isMap = ast.getTypeOrThrow(args.get(1).id()).kind() != CelKind.LIST;
    return isMap && map != null && key != null ? Facts.presence(map + key) : Facts.NONE;
  }

  private Facts index(CelExpr expr, List<CelExpr> args, Set<String> known) {
    all(args, known);
    CelKind kind = ast.getTypeOrThrow(args.get(0).id()).kind();
    if (isParameter(args.get(0)) || kind == CelKind.OPAQUE) {
      return Facts.NONE;
    }
    String map = path(args.get(0));
    String key = key(args.get(1));
    require(expr, kind == CelKind.LIST || map == null || key == null ? null : map + key, known);
    return Facts.NONE;
  }

  private Facts hasValue(CelExpr.CelCall call, Set<String> known) {
    CelExpr target = call.target().orElseThrow();
    check(target, known);
    String path = path(target);
    return path == null ? Facts.NONE : Facts.presence(path);
  }

  private Facts value(CelExpr expr, CelExpr.CelCall call, Set<String> known) {
    CelExpr target = call.target().orElseThrow();
    check(target, known);
    require(expr, path(target), known);
    return Facts.NONE;
  }

  private Facts comprehension(CelExpr.CelComprehension loop, Set<String> known) {
    check(loop.iterRange(), known);
    Set<String> inner = new HashSet<>(known);
    inner.removeIf(path -> mentions(path, loop.iterVar()));
    check(loop.loopStep(), inner);
    return Facts.NONE;
  }

  /** Tells whether a fact is about a name that a loop now uses for something else. */
  private static boolean mentions(String path, String name) {
    return path.startsWith(name + ".")
        || path.startsWith(name + "[")
        || path.contains("[" + name + ".")
        || path.contains("[" + name + "]");
  }

  private void require(CelExpr expr, @Nullable String path, Set<String> known) {
    if (path != null && known.contains(path)) {
      return;
    }
    String text = scope.text(expr, ast);
    problems.accept(
        new Refusal(
            expr.id(),
            text
                + " may be absent: test it first, as in has("
                + (path == null ? "a.b" : path)
                + ") && …, or give a default, as in a.?b.orValue('') or a[?'b'].orValue('')"));
  }

  private boolean isParameter(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> expr.ident().name().equals(Scope.PARAMS);
      case SELECT -> isParameter(expr.select().operand());
      case CALL -> expr.call().function().equals("_[_]") && isParameter(expr.call().args().get(0));
      default -> false;
    };
  }

  /** Returns the same text for {@code a.b}, {@code a['b']}, {@code a.?b} and {@code a[?'b']}. */
  private @Nullable String path(CelExpr expr) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
      return expr.ident().name();
    }
    if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT && !expr.select().testOnly()) {
      String operand = path(expr.select().operand());
      return operand == null ? null : operand + "." + expr.select().field();
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL || expr.call().args().size() != 2) {
      return null;
    }
    String operator = expr.call().function();
    if (!operator.equals("_[_]") && !operator.equals("_[?_]") && !operator.equals("_?._")) {
      return null;
    }
    String operand = path(expr.call().args().get(0));
    String key = key(expr.call().args().get(1));
    return operand == null || key == null ? null : operand + key;
  }

  private @Nullable String key(CelExpr expr) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      Object literal = Closures.literal(expr.constant());
      return literal instanceof String ? "." + literal : null;
    }
    String path = path(expr);
    return path == null ? null : "[" + path + "]";
  }
}
