package io.devicegate.rules.condition;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function that expressions may call, beyond those of CEL. Pure and thread-safe.
 *
 * @param name the name in the expression
 * @param overload a name that is unique among all functions of the language
 * @param member whether it is called on its first argument, {@code a.f(b)}
 * @param result type of the result
 * @param arguments types of the arguments, the one it is called on included
 * @param cost what a call costs beside its arguments, in units of one comparison
 * @param body what it does
 * @param specializer prepares a body for arguments that are known at load
 */
public record Function(
    String name,
    String overload,
    boolean member,
    CelType result,
    List<CelType> arguments,
    int cost,
    Body body,
    Specializer specializer) {

  public Function {
    arguments = List.copyOf(arguments);
  }

  /** Creates a function without a specializer. */
  public Function(
      String name,
      String overload,
      boolean member,
      CelType result,
      List<CelType> arguments,
      int cost,
      Body body) {
    this(name, overload, member, result, arguments, cost, body, known -> body);
  }

  CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        name,
        member
            ? CelOverloadDecl.newMemberOverload(overload, result, arguments)
            : CelOverloadDecl.newGlobalOverload(overload, result, arguments));
  }

  @SuppressWarnings("Immutable") // A body is pure.
  CelFunctionBinding binding() {
    List<Class<?>> classes = arguments.stream().<Class<?>>map(Function::javaClass).toList();
    return CelFunctionBinding.from(overload, classes, body::apply);
  }

  private static Class<?> javaClass(CelType type) {
    CelKind kind = type.kind();
    return switch (kind) {
      case STRING -> String.class;
      case INT -> Long.class;
      case DOUBLE -> Double.class;
      case BOOL -> Boolean.class;
      case TIMESTAMP -> Instant.class;
      case DURATION -> Duration.class;
      case LIST -> List.class;
      case MAP -> Map.class;
      default -> Object.class;
    };
  }

  /** What a function does. */
  @FunctionalInterface
  public interface Body {

    /** Computes the result; an {@link IllegalArgumentException} is an error of the expression. */
    Object apply(Object[] arguments);
  }

  /** Prepares a function for one place where it is called. */
  @FunctionalInterface
  public interface Specializer {

    /**
     * Returns the body to use there.
     *
     * @param known the arguments whose value is known at load, null for the others
     * @throws IllegalArgumentException if a known argument is wrong; the text goes to the author
     */
    Body specialize(@Nullable Object[] known);
  }
}
