package io.devicegate.rules.condition;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.SelectableValue;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The names that an expression may use, and the way to compile one. Immutable. */
public final class Scope {

  static final String PARAMS = "params";
  static final String VARIABLES = "variables";
  static final Object NOTHING = new Object();
  static final Object[] NO_LOCALS = {};

  private final Language language;
  private final Map<String, Object> params;
  private final Map<String, Expression> variables;
  private final Map<String, Map<String, CelType>> structures;

  Scope(Language language, Map<String, Object> params, Map<String, Expression> variables) {
    this.language = language;
    this.params = params;
    this.variables = variables;
    this.structures = new LinkedHashMap<>();
    if (!params.isEmpty()) {
      Map<String, CelType> types = new LinkedHashMap<>();
      params.forEach((name, value) -> types.put(name, Types.of(value)));
      structures.put(PARAMS, types);
    }
    if (!variables.isEmpty()) {
      Map<String, CelType> types = new LinkedHashMap<>();
      variables.forEach((name, value) -> types.put(name, value.type()));
      structures.put(VARIABLES, types);
    }
  }

  /** Returns a scope that has one more variable, seen as {@code variables.name}. */
  public Scope with(String name, Expression value) {
    Map<String, Expression> more = new LinkedHashMap<>(variables);
    more.put(name, value);
    return new Scope(language, params, more);
  }

  /** Tells whether there is a variable of that name already. */
  public boolean has(String variable) {
    return variables.containsKey(variable);
  }

  /** Compiles a condition: an expression that is true or false. */
  public Optional<Expression> condition(
      Yaml.Scalar text, Set<String> known, Consumer<Problem> problems) {
    return compile(text, SimpleType.BOOL, known, problems);
  }

  /** Compiles an expression whose value is text. */
  public Optional<Expression> text(
      Yaml.Scalar text, Set<String> known, Consumer<Problem> problems) {
    return compile(text, SimpleType.STRING, known, problems);
  }

  /** Compiles an expression of any type. */
  public Optional<Expression> any(Yaml.Scalar text, Set<String> known, Consumer<Problem> problems) {
    return compile(text, SimpleType.DYN, known, problems);
  }

  /**
   * Compiles an expression; reports every problem at its place in the file.
   *
   * @param expected the type the value must have
   * @param known optional fields that conditions before this one have found to be there
   */
  public Optional<Expression> compile(
      Yaml.Scalar text, CelType expected, Set<String> known, Consumer<Problem> problems) {
    if (!params.isEmpty() || !variables.isEmpty()) {
      return compileAnew(text, expected, known, problems);
    }
    // Large sets say `allow()` and the same conditions over and over.
    Language.CacheKey key = new Language.CacheKey(text.text(), expected, Set.copyOf(known));
    Expression shared = language.cached(key);
    if (shared != null) {
      return Optional.of(shared);
    }
    Optional<Expression> compiled = compileAnew(text, expected, known, problems);
    compiled.ifPresent(expression -> language.cache(key, expression));
    return compiled;
  }

  private Optional<Expression> compileAnew(
      Yaml.Scalar text, CelType expected, Set<String> known, Consumer<Problem> problems) {
    CelAbstractSyntaxTree ast;
    try {
      ast = language.compile(text.text(), structures);
    } catch (CelValidationException e) {
      e.getErrors().forEach(issue -> problems.accept(problem(text, issue)));
      return Optional.empty();
    }
    if (!expected.isAssignableFrom(ast.getResultType())) {
      problems.accept(
          text.problemAt(
              0, "this is " + ast.getResultType().name() + " (expected: " + expected.name() + ")"));
      return Optional.empty();
    }
    return check(text, ast, known, problems);
  }

  private Optional<Expression> check(
      Yaml.Scalar text, CelAbstractSyntaxTree ast, Set<String> known, Consumer<Problem> problems) {
    boolean[] sound = {true};
    Consumer<Refusal> refuse =
        refusal -> {
          sound[0] = false;
          problems.accept(
              text.problemAt(start(text.text(), ast, refusal.node()), refusal.message()));
        };
    try {
      Facts facts = new Guards(ast, this, refuse).check(ast.getExpr(), known);
      Closures closures = new Closures(ast, this);
      Node node = closures.compile(ast.getExpr());
      long cost = new Cost(ast, this, closures).check(ast.getExpr(), language.limits());
      return sound[0]
          ? Optional.of(
              new Expression(
                  ast,
                  this,
                  node,
                  closures.slots(),
                  cost,
                  facts,
                  new ConstraintFinder(ast, this, closures).find(ast.getExpr())))
          : Optional.empty();
    } catch (Refusal refusal) {
      refuse.accept(refusal);
      return Optional.empty();
    }
  }

  /** CEL places an operator or call at its sign; a reader looks for its first character. */
  private static int start(String text, CelAbstractSyntaxTree ast, long node) {
    int first =
        CelNavigableAst.fromAst(ast)
            .getRoot()
            .allNodes()
            .filter(found -> found.id() == node)
            .flatMap(CelNavigableExpr::allNodes)
            .map(found -> ast.getSource().getPositionsMap().get(found.id()))
            .filter(Objects::nonNull)
            .min(Integer::compare)
            .orElse(0);
    int at = text.offsetByCodePoints(0, Math.min(first, text.codePointCount(0, text.length())));
    // A call is placed at its parenthesis: go back to the name before it.
    while (at > 0 && at < text.length() && isName(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private static Problem problem(Yaml.Scalar text, CelIssue issue) {
    int line = issue.getSourceLocation().getLine();
    int column = issue.getSourceLocation().getColumn();
    int offset = 0;
    for (int i = 1; i < line; i++) {
      int newline = text.text().indexOf('\n', offset);
      offset = newline < 0 ? offset : newline + 1;
    }
    String message = issue.getMessage();
    return text.problemAt(offset + Math.max(column, 0), message + advice(message));
  }

  private static String advice(String message) {
    if (message.startsWith("token recognition error at: '=")) {
      return "; to compare write ==";
    }
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("exceed") && lower.contains("limit")
        ? "; split it by variables, and move long lists to params"
        : "";
  }

  Schema schema() {
    return language.schema();
  }

  @Nullable Function function(String overload) {
    return language.function(overload);
  }

  /** Returns the variable that a selection names, if it names one. */
  @Nullable Expression variable(CelExpr.CelSelect select) {
    return variableScope(select.operand()) == null ? null : variables.get(select.field());
  }

  @Nullable String variableScope(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.IDENT && expr.ident().name().equals(VARIABLES)
        ? VARIABLES
        : null;
  }

  Schema.@Nullable Field field(CelType struct, String name) {
    return schema().find(struct.name()).map(s -> s.fields().get(name)).orElse(null);
  }

  String text(CelExpr expr, CelAbstractSyntaxTree ast) {
    return CelUnparserFactory.newUnparser()
        .unparse(CelAbstractSyntaxTree.newParsedAst(expr, ast.getSource()));
  }

  Formula formula(CelExpr expr, CelAbstractSyntaxTree ast) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CALL) {
      List<CelExpr> args = expr.call().args();
      switch (expr.call().function()) {
        case "_&&_", "_||_" -> {
          boolean or = expr.call().function().equals("_||_");
          return new Formula.Both(formula(args.get(0), ast), formula(args.get(1), ast), or);
        }
        case "!_" -> {
          return new Formula.Not(formula(args.get(0), ast));
        }
        case "_?_:_" -> {
          return new Formula.Choice(
              formula(args.get(0), ast), formula(args.get(1), ast), formula(args.get(2), ast));
        }
        default -> {
          return clause(expr, ast);
        }
      }
    }
    Expression variable =
        expr.getKind() == CelExpr.ExprKind.Kind.SELECT ? variable(expr.select()) : null;
    return variable == null ? clause(expr, ast) : variable.formula();
  }

  private Formula clause(CelExpr expr, CelAbstractSyntaxTree ast) {
    CelAbstractSyntaxTree part =
        CelAbstractSyntaxTree.newCheckedAst(
            expr, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap());
    Closures closures = new Closures(part, this);
    Node node = closures.compile(expr);
    return new Formula.Clause(
        text(expr, ast),
        new Expression(
            part,
            this,
            node,
            closures.slots(),
            0,
            Facts.NONE,
            new ConstraintFinder(part, this, closures).find(expr)));
  }

  /** Hands a part of an expression to dev.cel's planner. */
  Node plan(CelAbstractSyntaxTree ast, Map<String, Integer> slots) {
    Program program;
    try {
      program = language.runtime().createProgram(ast);
    } catch (CelEvaluationException e) {
      throw new Refusal(ast.getExpr().id(), String.valueOf(e.getMessage()));
    }
    return (root, locals) -> evaluate(program, root, slots, locals);
  }

  private Object evaluate(
      Program program, Object root, Map<String, Integer> slots, Object[] locals) {
    try {
      return program.eval(name -> resolve(name, root, slots, locals));
    } catch (CelEvaluationException e) {
      throw ConditionError.of(e);
    }
  }

  private Optional<Object> resolve(
      String name, Object root, Map<String, Integer> slots, Object[] locals) {
    Integer slot = slots.get(name);
    if (slot != null) {
      return Optional.of(Closures.local(locals[slot]));
    }
    if (name.equals(PARAMS)) {
      return Optional.of(params);
    }
    if (name.equals(VARIABLES)) {
      return Optional.of(new LazyVariables(variables, root));
    }
    Schema.Field variable = schema().variables().get(name);
    return variable == null
        ? Optional.empty()
        : Optional.ofNullable(variable.accessor().apply(root));
  }

  /** Evaluates a variable when an expression reads it. */
  @Immutable
  private static final class LazyVariables implements SelectableValue<String> {

    @SuppressWarnings("Immutable") // Never written after construction.
    private final Map<String, Expression> variables;

    @SuppressWarnings("Immutable") // A record of immutable parts.
    private final Object root;

    LazyVariables(Map<String, Expression> variables, Object root) {
      this.variables = variables;
      this.root = root;
    }

    @Override
    public Object select(String name) {
      return find(name).orElseThrow(() -> new ConditionError(name + ": no such variable"));
    }

    @Override
    public Optional<Object> find(String name) {
      Expression variable = variables.get(name);
      return variable == null ? Optional.empty() : Optional.of(variable.evaluatePlanned(root));
    }
  }
}
