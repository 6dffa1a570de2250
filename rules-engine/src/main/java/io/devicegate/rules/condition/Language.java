package io.devicegate.rules.condition;

import static dev.cel.checker.CelStandardDeclarations.StandardFunction.MATCHES;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.cel.checker.CelChecker;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CEL with the variables of one schema and the functions that rules need. Thread-safe. */
public final class Language {

  private static final CelOptionalLibrary OPTIONAL = CelExtensions.optional();
  private static final int MAX_CHECKERS = 512;
  private static final int MAX_CACHED = 4_096;

  private final Schema schema;
  private final Limits limits;
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final CelParser parser;
  private final List<CelFunctionDecl> declarations;
  private final Map<CheckerKey, CelChecker> checkers = new ConcurrentHashMap<>();
  private final Map<CacheKey, Expression> expressions = new ConcurrentHashMap<>();
  private @Nullable CelRuntime runtime;

  /** Creates a language whose expressions may use the schema's variables and these functions. */
  public Language(Schema schema, List<Function> functions, Limits limits) {
    this.schema = schema;
    this.limits = limits;
    FieldFunctions.all(limits).forEach(f -> this.functions.put(f.overload(), f));
    functions.forEach(f -> this.functions.put(f.overload(), f));
    this.parser = newParser();
    this.declarations = declarations();
  }

  /**
   * Returns the names that the expressions of one file may use.
   *
   * @param params plain data, seen as {@code params}
   */
  public Scope scope(Map<String, Object> params) {
    return new Scope(this, params, Map.of());
  }

  Schema schema() {
    return schema;
  }

  Limits limits() {
    return limits;
  }

  @Nullable Function function(String overload) {
    return functions.get(overload);
  }

  /**
   * Reads an expression and finds its types.
   *
   * @param structures variables beside those of the schema
   */
  CelAbstractSyntaxTree compile(String text, Map<String, Map<String, CelType>> structures)
      throws CelValidationException {
    CelAbstractSyntaxTree parsed = parser.parse(text).getAst();
    // A checker goes through all functions that it knows for each expression.
    CheckerKey key = new CheckerKey(structures, FunctionNames.of(parsed));
    if (checkers.size() > MAX_CHECKERS) {
      checkers.clear();
    }
    return checkers.computeIfAbsent(key, this::newChecker).check(parsed).getAst();
  }

  @Nullable Expression cached(CacheKey key) {
    return expressions.get(key);
  }

  void cache(CacheKey key, Expression expression) {
    if (expressions.size() < MAX_CACHED) {
      expressions.put(key, expression);
    }
  }

  /** Made when something first asks for it: most sets of rules never do, and it takes 0.3 s. */
  synchronized CelRuntime runtime() {
    if (runtime == null) {
      runtime = newRuntime();
    }
    return runtime;
  }

  private CelParser newParser() {
    return CelParserFactory.standardCelParserBuilder()
        .setOptions(options())
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(OPTIONAL)
        .build();
  }

  private CelChecker newChecker(CheckerKey key) {
    List<CelType> types = new ArrayList<>(types());
    CelCheckerBuilder builder =
        CelCompilerFactory.standardCelCheckerBuilder()
            .setOptions(options())
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder()
                    .filterFunctions(
                        (function, overload) ->
                            function != MATCHES && key.functions.has(function.functionName()))
                    .build())
            .addFunctionDeclarations(
                declarations.stream().filter(f -> key.functions.has(f.name())).toList())
            .addVarDeclarations(OPTIONAL.variables());
    schema
        .variables()
        .forEach((name, field) -> builder.addVarDeclarations(variable(name, field.type())));
    key.structures.forEach(
        (name, fields) -> {
          StructType type = Types.struct(name, fields);
          types.add(type);
          builder.addVarDeclarations(variable(name, type));
        });
    return builder.setTypeProvider(Types.provider(types)).build();
  }

  private static CelVarDecl variable(String name, CelType type) {
    return CelVarDecl.newVarDeclaration(name, type);
  }

  private CelRuntime newRuntime() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    byName()
        .forEach(
            (name, overloads) ->
                bindings.addAll(
                    CelFunctionBinding.fromOverloads(
                        name, overloads.stream().map(Function::binding).toList())));
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(options())
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                .build())
        .addLibraries(OPTIONAL)
        .addFunctionBindings(bindings)
        .setTypeProvider(Types.provider(types()))
        .setValueProvider(new RecordValues(schema))
        .build();
  }

  private List<CelType> types() {
    List<CelType> types = new ArrayList<>();
    schema.structs().forEach(struct -> types.add(struct.type()));
    types.add(Cidr.TYPE);
    return types;
  }

  private List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>(OPTIONAL.functions());
    byName()
        .forEach(
            (name, overloads) -> {
              Stream<CelOverloadDecl> all =
                  overloads.stream().flatMap(f -> f.declaration().overloads().stream());
              declarations.add(CelFunctionDecl.newFunctionDeclaration(name, all.toList()));
            });
    return declarations;
  }

  private Map<String, List<Function>> byName() {
    return functions.values().stream().collect(groupingBy(Function::name, TreeMap::new, toList()));
  }

  private CelOptions options() {
    return CelOptions.current()
        .enableHeterogeneousNumericComparisons(true)
        .maxExpressionCodePointSize(limits.maxCharacters())
        .maxParseRecursionDepth(limits.maxDepth())
        .maxParseExpressionNodeCount(limits.maxNodes())
        .comprehensionMaxIterations((int) Math.min(limits.maxCost(), Integer.MAX_VALUE))
        .maxRegexProgramSize(limits.maxRegexProgram())
        .populateMacroCalls(true)
        .build();
  }

  /**
   * What a checker knows.
   *
   * @param structures variables beside those of the schema
   * @param functions the names in an expression of which it knows what is called so
   */
  private record CheckerKey(
      Map<String, Map<String, CelType>> structures, FunctionNames functions) {}

  /** What decides how an expression compiles in a scope without parameters and variables. */
  record CacheKey(String text, CelType expected, Set<String> known) {}
}
