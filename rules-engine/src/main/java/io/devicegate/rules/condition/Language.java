package io.devicegate.rules.condition;

import static dev.cel.checker.CelStandardDeclarations.StandardFunction.MATCHES;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
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

/**
 * CEL with the variables of one schema and the functions that rules need. Immutable and
 * thread-safe.
 */
public final class Language {

  private static final int MAX_COMPILERS = 512;
  private static final int MAX_CACHED = 4_096;

  private final Schema schema;
  private final Limits limits;
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final Map<Map<String, Map<String, CelType>>, CelCompiler> compilers =
      new ConcurrentHashMap<>();
  private final Map<CacheKey, Expression> expressions = new ConcurrentHashMap<>();
  private final CelRuntime runtime;

  /** Creates a language whose expressions may use the schema's variables and these functions. */
  public Language(Schema schema, List<Function> functions, Limits limits) {
    this.schema = schema;
    this.limits = limits;
    FieldFunctions.all(limits).forEach(f -> this.functions.put(f.overload(), f));
    functions.forEach(f -> this.functions.put(f.overload(), f));
    this.runtime = newRuntime();
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

  /** Returns a compiler for which these structures are variables, beside those of the schema. */
  CelCompiler compiler(Map<String, Map<String, CelType>> structures) {
    if (compilers.size() > MAX_COMPILERS) {
      compilers.clear();
    }
    return compilers.computeIfAbsent(structures, this::newCompiler);
  }

  @Nullable Expression cached(CacheKey key) {
    return expressions.get(key);
  }

  void cache(CacheKey key, Expression expression) {
    if (expressions.size() < MAX_CACHED) {
      expressions.put(key, expression);
    }
  }

  CelRuntime runtime() {
    return runtime;
  }

  private CelCompiler newCompiler(Map<String, Map<String, CelType>> structures) {
    List<CelType> types = new ArrayList<>(types());
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(options())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder().excludeFunctions(MATCHES).build())
            .addLibraries(CelExtensions.optional())
            .addFunctionDeclarations(declarations());
    schema.variables().forEach((name, field) -> builder.addVar(name, field.type()));
    structures.forEach(
        (name, fields) -> {
          StructType type = Types.struct(name, fields);
          types.add(type);
          builder.addVar(name, type);
        });
    return builder.setTypeProvider(Types.provider(types)).build();
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
        .addLibraries(CelExtensions.optional())
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
    List<CelFunctionDecl> declarations = new ArrayList<>();
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

  /** What decides how an expression compiles in a scope without parameters and variables. */
  record CacheKey(String text, CelType expected, Set<String> known) {}
}
