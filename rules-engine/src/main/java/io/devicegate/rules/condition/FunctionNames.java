package io.devicegate.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import java.util.HashSet;
import java.util.Set;

/**
 * The names by which an expression calls functions and operators, after its macros were put in.
 *
 * @param called what stands behind the last dot of each
 */
record FunctionNames(Set<String> called) {

  FunctionNames {
    called = Set.copyOf(called);
  }

  static FunctionNames of(CelAbstractSyntaxTree parsed) {
    Set<String> called = new HashSet<>();
    new CelExprVisitor() {
      @Override
      protected void visit(CelExpr expr, CelExpr.CelCall call) {
        called.add(lastPart(call.function()));
        super.visit(expr, call);
      }
    }.visit(parsed);
    return new FunctionNames(called);
  }

  /** Whether a function of this name may be meant: {@code optional.of(1)} calls it by its end. */
  boolean has(String function) {
    return called.contains(lastPart(function));
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
