package io.devicegate.rules.condition;

import static java.util.Objects.requireNonNull;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a checked syntax tree to Java closures over the records of the schema.
 *
 * <p>What it has no closure for is handed, part by part, to dev.cel's own planner, which also
 * defines what every closure must compute: a property test compares the two.
 */
final class Closures {

  private final CelAbstractSyntaxTree ast;
  private final Scope scope;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<Long, Object> folded = new HashMap<>();
  private int slotCount;

  Closures(CelAbstractSyntaxTree ast, Scope scope) {
    this.ast = ast;
    this.scope = scope;
  }

  /** Returns how many places the locals of the compiled nodes need. */
  int slots() {
    return slotCount;
  }

  Node compile(CelExpr expr) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      Object value = literal(expr.constant());
      return value == null ? planned(expr) : new Node.Constant(value);
    }
    if (isConstant(expr, Set.of())) {
      return new Node.Constant(fold(expr));
    }
    Node node =
        switch (expr.getKind()) {
          case IDENT -> ident(expr.ident().name());
          case SELECT -> select(expr);
          case CALL -> call(expr);
          case LIST -> list(expr.list());
          case COMPREHENSION -> comprehension(expr.comprehension());
          default -> null;
        };
    return node == null ? planned(expr) : node;
  }

  private Node planned(CelExpr expr) {
    return scope.plan(
        CelAbstractSyntaxTree.newCheckedAst(
            expr, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap()),
        Map.copyOf(slots));
  }

  private Object fold(CelExpr expr) {
    Object known = folded.get(expr.id());
    if (known == null) {
      known = evaluate(expr);
      folded.put(expr.id(), known);
    }
    return known;
  }

  private Object evaluate(CelExpr expr) {
    try {
      return planned(expr).value(Scope.NOTHING, Scope.NO_LOCALS);
    } catch (RuntimeException e) {
      throw new Refusal(
          expr.id(), "this fails on every input: " + ConditionError.of(e).getMessage());
    }
  }

  /** Tells whether nothing but literals and parameters decides the value. */
  private boolean isConstant(CelExpr expr, Set<String> bound) {
    return switch (expr.getKind()) {
      case CONSTANT -> true;
      case IDENT -> expr.ident().name().equals(Scope.PARAMS) || bound.contains(expr.ident().name());
      case SELECT -> isConstant(expr.select().operand(), bound);
      case LIST -> expr.list().elements().stream().allMatch(e -> isConstant(e, bound));
      case CALL ->
          expr.call().target().map(t -> isConstant(t, bound)).orElse(true)
              && expr.call().args().stream().allMatch(e -> isConstant(e, bound));
      case MAP ->
          expr.map().entries().stream()
              .allMatch(e -> isConstant(e.key(), bound) && isConstant(e.value(), bound));
      case COMPREHENSION -> isConstant(expr.comprehension(), bound);
      default -> false;
    };
  }

  private boolean isConstant(CelExpr.CelComprehension loop, Set<String> bound) {
    Set<String> inner = new HashSet<>(bound);
    inner.add(loop.iterVar());
    inner.add(loop.accuVar());
    return isConstant(loop.iterRange(), bound)
        && isConstant(loop.accuInit(), bound)
        && isConstant(loop.loopCondition(), inner)
        && isConstant(loop.loopStep(), inner)
        && isConstant(loop.result(), inner);
  }

  static @Nullable Object literal(CelConstant constant) {
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE -> constant.booleanValue();
      case INT64_VALUE -> constant.int64Value();
      case DOUBLE_VALUE -> constant.doubleValue();
      case STRING_VALUE -> constant.stringValue();
      default -> null;
    };
  }

  private @Nullable Node ident(String name) {
    Integer slot = slots.get(name);
    if (slot != null) {
      int index = slot;
      return (root, locals) -> local(locals[index]);
    }
    Schema.Field variable = scope.schema().variables().get(name);
    return variable == null ? null : field(null, variable);
  }

  static Object local(Object value) {
    if (value instanceof RuntimeException error) {
      throw error;
    }
    return value;
  }

  private @Nullable Node select(CelExpr expr) {
    CelExpr.CelSelect select = expr.select();
    Expression variable = scope.variable(select);
    if (variable != null && !select.testOnly()) {
      return variable.inlined();
    }
    if (variable != null) {
      return new Node.Constant(true);
    }
    CelType type = type(select.operand());
    Node operand = compile(select.operand());
    if (type.kind() == CelKind.STRUCT) {
      Schema.Field field = scope.field(type, select.field());
      if (field == null) {
        return null;
      }
      return select.testOnly() ? has(operand, field) : field(operand, field);
    }
    return type.kind() == CelKind.MAP || type.kind() == CelKind.DYN
        ? entry(operand, select.field(), select.testOnly())
        : null;
  }

  private static Node field(@Nullable Node operand, Schema.Field field) {
    java.util.function.Function<Object, @Nullable Object> accessor = field.accessor();
    if (operand == null) {
      return (root, locals) -> present(accessor.apply(root), field);
    }
    return (root, locals) -> present(accessor.apply(operand.value(root, locals)), field);
  }

  private static Object present(@Nullable Object value, Schema.Field field) {
    if (value == null) {
      throw new ConditionError(field.name() + ": absent");
    }
    return value;
  }

  private static Node has(Node operand, Schema.Field field) {
    java.util.function.Function<Object, @Nullable Object> accessor = field.accessor();
    return (Node.Bool) (root, locals) -> accessor.apply(operand.value(root, locals)) != null;
  }

  private static Node entry(Node operand, String key, boolean test) {
    if (test) {
      return (Node.Bool) (root, locals) -> map(operand.value(root, locals)).containsKey(key);
    }
    return (root, locals) -> found(map(operand.value(root, locals)).get(key), key);
  }

  static Map<?, ?> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new ConditionError("not a map");
  }

  static Object found(@Nullable Object value, Object key) {
    if (value == null) {
      throw new ConditionError(key + ": absent");
    }
    return value;
  }

  private @Nullable Node call(CelExpr expr) {
    List<CelExpr> operands = new ArrayList<>();
    expr.call().target().ifPresent(operands::add);
    operands.addAll(expr.call().args());
    String overload = overload(expr);
    if (overload == null || operands.stream().anyMatch(o -> type(o).kind() == CelKind.UINT)) {
      return null;
    }
    if (overload.equals("select_optional_field")) {
      return optionalField(operands.get(0), operands.get(1).constant().stringValue());
    }
    if (overload.equals("add_list") && isAccumulator(operands.get(0))) {
      return append(slots.get(operands.get(0).ident().name()), compile(operands.get(1)));
    }
    Function function = scope.function(overload);
    if (function == null && !Operators.supports(overload)) {
      return null;
    }
    List<CelType> types = operands.stream().map(this::type).toList();
    List<Node> nodes = operands.stream().map(this::compile).toList();
    return function == null
        ? Operators.node(overload, types, nodes)
        : own(expr, function, nodes.toArray(Node[]::new));
  }

  private boolean isAccumulator(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expr.ident().name().startsWith("@")
        && slots.containsKey(expr.ident().name());
  }

  /** Appends in place: only macros write loops, and theirs use an accumulator nowhere else. */
  private static Node append(@Nullable Integer slot, Node added) {
    int index = requireNonNull(slot);
    return (root, locals) -> {
      Object accumulator = local(locals[index]);
      Loop.Accumulator list =
          accumulator instanceof Loop.Accumulator known ? known : new Loop.Accumulator();
      list.addAll((List<?>) added.value(root, locals));
      return list;
    };
  }

  private @Nullable String overload(CelExpr expr) {
    List<String> overloads = ast.getReferenceOrThrow(expr.id()).overloadIds();
    return overloads.size() == 1 ? overloads.get(0) : null;
  }

  private @Nullable Node optionalField(CelExpr target, String name) {
    CelType type = type(target);
    if (type.kind() == CelKind.STRUCT && scope.variableScope(target) == null) {
      Schema.Field field = scope.field(type, name);
      if (field == null) {
        return null;
      }
      Node operand = compile(target);
      java.util.function.Function<Object, @Nullable Object> accessor = field.accessor();
      return (root, locals) ->
          java.util.Optional.ofNullable(accessor.apply(operand.value(root, locals)));
    }
    if (type.kind() != CelKind.MAP) {
      return null;
    }
    Node operand = compile(target);
    return (root, locals) ->
        java.util.Optional.ofNullable(map(operand.value(root, locals)).get(name));
  }

  private Node own(CelExpr expr, Function function, Node[] nodes) {
    @Nullable Object[] known = new Object[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      known[i] = nodes[i].constant();
    }
    Function.Body body;
    try {
      body = function.specializer().specialize(known);
    } catch (IllegalArgumentException e) {
      throw new Refusal(expr.id(), String.valueOf(e.getMessage()));
    }
    return (root, locals) -> {
      Object[] arguments = new Object[nodes.length];
      for (int i = 0; i < nodes.length; i++) {
        arguments[i] = nodes[i].value(root, locals);
      }
      return body.apply(arguments);
    };
  }

  private @Nullable Node list(CelExpr.CelList list) {
    if (!list.optionalIndices().isEmpty()) {
      return null;
    }
    Node[] elements = list.elements().stream().map(this::compile).toArray(Node[]::new);
    return (root, locals) -> {
      Object[] values = new Object[elements.length];
      for (int i = 0; i < elements.length; i++) {
        values[i] = elements[i].value(root, locals);
      }
      return List.of(values);
    };
  }

  private @Nullable Node comprehension(CelExpr.CelComprehension loop) {
    if (!loop.iterVar2().isEmpty()) {
      return null;
    }
    Search search = search(loop);
    if (search != null) {
      Node list = compile(search.list());
      String wanted = search.wanted();
      return (Node.Bool) (root, locals) -> ((List<?>) list.value(root, locals)).contains(wanted);
    }
    Node range = compile(loop.iterRange());
    Node initial = compile(loop.accuInit());
    Integer outerItem = slots.get(loop.iterVar());
    Integer outerAccumulator = slots.get(loop.accuVar());
    int item = slotCount++;
    int accumulator = slotCount++;
    slots.put(loop.accuVar(), accumulator);
    slots.put(loop.iterVar(), item);
    Node condition = compile(loop.loopCondition());
    Node step = compile(loop.loopStep());
    restore(loop.iterVar(), outerItem);
    Node result = compile(loop.result());
    restore(loop.accuVar(), outerAccumulator);
    return new Loop(range, initial, condition, step, result, item, accumulator);
  }

  /** Recognizes {@code list.exists(x, x == 'literal')} as the plain search that it is. */
  @Nullable Search search(CelExpr.CelComprehension loop) {
    CelExpr step = loop.loopStep();
    boolean exists =
        step.getKind() == CelExpr.ExprKind.Kind.CALL
            && step.call().function().equals("_||_")
            && step.call().args().get(1).getKind() == CelExpr.ExprKind.Kind.CALL;
    CelExpr.CelCall equality = exists ? step.call().args().get(1).call() : null;
    if (equality == null || !equality.function().equals("_==_")) {
      return null;
    }
    CelExpr element = equality.args().get(0);
    boolean searched =
        element.getKind() == CelExpr.ExprKind.Kind.IDENT
            && element.ident().name().equals(loop.iterVar())
            && isListOfText(loop.iterRange());
    return searched && constant(equality.args().get(1)) instanceof String wanted
        ? new Search(loop.iterRange(), wanted)
        : null;
  }

  /** Tells whether an expression is a list of text. */
  boolean isListOfText(CelExpr expr) {
    return type(expr).equals(ListType.create(SimpleType.STRING));
  }

  private void restore(String name, @Nullable Integer slot) {
    if (slot == null) {
      slots.remove(name);
    } else {
      slots.put(name, slot);
    }
  }

  /** Returns the value of an expression that is the same on every input. */
  @Nullable Object constant(CelExpr expr) {
    return isConstant(expr, Set.of()) ? compile(expr).constant() : null;
  }

  private CelType type(CelExpr expr) {
    // The checker gives the field name behind .? no type.
    return ast.getType(expr.id()).orElse(SimpleType.DYN);
  }

  /**
   * A search for one element.
   *
   * @param list what is searched, a list of text
   * @param wanted the element
   */
  record Search(CelExpr list, String wanted) {}
}
