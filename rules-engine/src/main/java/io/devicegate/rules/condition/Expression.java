package io.devicegate.rules.condition;

import static java.util.stream.Collectors.toSet;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A checked and compiled expression. Immutable and thread-safe. */
public final class Expression {

  private static final String OPTIONAL_SELECT = "_?._";

  private final CelAbstractSyntaxTree ast;
  private final Scope scope;
  private final Node node;
  private final int slots;
  private final long cost;
  private final Facts facts;
  private final Constraints constraints;
  private volatile @Nullable Node planned;
  private volatile @Nullable Formula formula;

  Expression(
      CelAbstractSyntaxTree ast,
      Scope scope,
      Node node,
      int slots,
      long cost,
      Facts facts,
      Constraints constraints) {
    this.ast = ast;
    this.scope = scope;
    this.node = node;
    this.slots = slots;
    this.cost = cost;
    this.facts = facts;
    this.constraints = constraints;
  }

  /**
   * Evaluates a condition.
   *
   * @param root the record that holds the variables
   * @throws ConditionError if there is no value
   */
  public boolean test(Object root) {
    try {
      return node.test(root, locals());
    } catch (RuntimeException e) {
      throw ConditionError.of(e);
    }
  }

  /**
   * Evaluates an expression of any type.
   *
   * @throws ConditionError if there is no value
   */
  public Object evaluate(Object root) {
    try {
      return node.value(root, locals());
    } catch (RuntimeException e) {
      throw ConditionError.of(e);
    }
  }

  /** Returns the value, if it is the same for every input. */
  public @Nullable Object constant() {
    return node.constant();
  }

  /** Returns the worst-case cost, in units of about one comparison. */
  public long cost() {
    return cost;
  }

  /** Returns which optional fields are there once this condition is true, or false. */
  public Facts facts() {
    return facts;
  }

  /** Returns what must hold for this condition to be true. */
  public Constraints constraints() {
    return constraints;
  }

  /** Returns the names of all functions that are called, in variables too. */
  public Set<String> functions() {
    Set<String> names = new HashSet<>();
    forEachCall(call -> names.add(call.function()));
    return names;
  }

  /**
   * Returns the first argument of every call of a function, in variables too; what a member is
   * called on does not count. Empty for an argument that is no text literal.
   */
  public Set<Optional<String>> literals(String function) {
    Set<Optional<String>> literals = new HashSet<>();
    forEachCall(
        call -> {
          if (call.function().equals(function) && !call.args().isEmpty()) {
            literals.add(literal(call.args().get(0)));
          }
        });
    return literals;
  }

  private static Optional<String> literal(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }

  /**
   * Returns the fields of a variable that are read, in variables too; nothing if it is used in
   * another way than by naming a field.
   */
  public Optional<Set<String>> fields(String variable) {
    List<Optional<String>> uses = new ArrayList<>();
    forEachNode(
        node -> {
          CelExpr expr = node.expr();
          if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT
              && expr.ident().name().equals(variable)) {
            uses.add(node.parent().flatMap(parent -> field(parent.expr())));
          }
        });
    return uses.stream().allMatch(Optional::isPresent)
        ? Optional.of(uses.stream().map(Optional::get).collect(toSet()))
        : Optional.empty();
  }

  /** The field that an expression reads of its operand: {@code a.b} and {@code a.?b} read b. */
  private static Optional<String> field(CelExpr expr) {
    return switch (expr.getKind()) {
      case SELECT -> Optional.of(expr.select().field());
      case CALL ->
          expr.call().function().equals(OPTIONAL_SELECT)
              ? literal(expr.call().args().get(1))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private void forEachCall(Consumer<CelExpr.CelCall> action) {
    forEachNode(
        node -> {
          if (node.expr().getKind() == CelExpr.ExprKind.Kind.CALL) {
            action.accept(node.expr().call());
          }
        });
  }

  private void forEachNode(Consumer<CelNavigableExpr> action) {
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .forEach(
            node -> {
              action.accept(node);
              Expression variable =
                  node.expr().getKind() == CelExpr.ExprKind.Kind.SELECT
                      ? scope.variable(node.expr().select())
                      : null;
              if (variable != null) {
                variable.forEachNode(action);
              }
            });
  }

  /** Returns the condition taken apart into its clauses. */
  public Formula formula() {
    Formula known = formula;
    if (known == null) {
      known = scope.formula(ast.getExpr(), ast);
      formula = known;
    }
    return known;
  }

  /** Evaluates a condition by dev.cel's own planner alone, for comparison. */
  public boolean testPlanned(Object root) {
    return (Boolean) evaluatePlanned(root);
  }

  /** Evaluates by dev.cel's own planner alone: what every closure is compared with. */
  Object evaluatePlanned(Object root) {
    Node program = planned;
    if (program == null) {
      program = scope.plan(ast, Map.of());
      planned = program;
    }
    return program.value(root, Scope.NO_LOCALS);
  }

  CelType type() {
    return ast.getResultType();
  }

  CelAbstractSyntaxTree ast() {
    return ast;
  }

  Scope scope() {
    return scope;
  }

  /** Returns this expression as a part of another one, with locals of its own. */
  Node inlined() {
    return slots == 0 ? node : (root, locals) -> node.value(root, new Object[slots]);
  }

  private Object[] locals() {
    return slots == 0 ? Scope.NO_LOCALS : new Object[slots];
  }
}
