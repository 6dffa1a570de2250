package io.devicegate.rules.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names and types that an expression may use, read off records: a component {@code issuedAt} is
 * the field {@code issued_at}, a {@code @Nullable} one is optional.
 *
 * <p>Immutable and thread-safe.
 */
public final class Schema {

  private static final Map<Class<?>, CelType> SIMPLE =
      Map.of(
          String.class, SimpleType.STRING,
          boolean.class, SimpleType.BOOL,
          Boolean.class, SimpleType.BOOL,
          long.class, SimpleType.INT,
          Long.class, SimpleType.INT,
          double.class, SimpleType.DOUBLE,
          Double.class, SimpleType.DOUBLE,
          Instant.class, SimpleType.TIMESTAMP,
          Duration.class, SimpleType.DURATION,
          Object.class, SimpleType.DYN);

  private final Map<Class<?>, Struct> structs = new LinkedHashMap<>();
  private final Struct root;

  private Schema(Class<? extends Record> root) {
    this.root = struct(root);
  }

  /** Reads a schema whose variables are the components of the record. */
  public static Schema of(Class<? extends Record> root) {
    return new Schema(root);
  }

  /** Returns the variables by their name. */
  Map<String, Field> variables() {
    return root.fields();
  }

  /** Returns every record that a variable reaches. */
  Collection<Struct> structs() {
    return structs.values();
  }

  Struct root() {
    return root;
  }

  Optional<Struct> find(String typeName) {
    return structs.values().stream().filter(s -> s.type().name().equals(typeName)).findFirst();
  }

  @Nullable Struct of(Object value) {
    return structs.get(value.getClass());
  }

  /**
   * Tells whether a path names an input: a field, such as {@code approver.geo}, or something behind
   * a map or a list, such as a claim.
   */
  public boolean names(String path) {
    Map<String, Field> fields = root.fields();
    String rest = path;
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      Field field = fields.get(rest.substring(0, dot));
      rest = rest.substring(dot + 1);
      if (field != null && field.javaType() instanceof ParameterizedType) {
        return !rest.isEmpty();
      }
      Struct struct = field == null ? null : structs.get((Class<?>) field.javaType());
      if (struct == null) {
        return false;
      }
      fields = struct.fields();
    }
    return fields.containsKey(rest);
  }

  /** Returns the type that expressions see for a record of this schema. */
  public CelType type(Class<? extends Record> record) {
    Struct struct = structs.get(record);
    if (struct == null) {
      throw new IllegalArgumentException(record.getName() + ": not part of the schema");
    }
    return struct.type();
  }

  private Struct struct(Class<?> type) {
    Struct known = structs.get(type);
    if (known != null) {
      return known;
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Field field = field(component);
      fields.put(field.name(), field);
    }
    Struct struct = Struct.of(type, fields);
    structs.put(type, struct);
    return struct;
  }

  private Field field(RecordComponent component) {
    boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return new Field(
        snakeCase(component.getName()),
        celType(component.getGenericType()),
        optional,
        component.getGenericType(),
        accessor(component));
  }

  private CelType celType(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? ListType.create(celType(arguments[0]))
          : MapType.create(SimpleType.STRING, celType(arguments[1]));
    }
    Class<?> plain = (Class<?>) type;
    CelType simple = SIMPLE.get(plain);
    if (simple != null) {
      return simple;
    }
    if (!plain.isRecord()) {
      throw new IllegalArgumentException(plain.getName() + ": no type of the expression language");
    }
    return struct(plain).type();
  }

  /** Compiles the accessor to a class: on the hot path a reflective call would cost ten times. */
  @SuppressWarnings("unchecked")
  private static Function<Object, @Nullable Object> accessor(RecordComponent component) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle handle = lookup.unreflect(component.getAccessor());
      CallSite site =
          LambdaMetafactory.metafactory(
              lookup,
              "apply",
              MethodType.methodType(Function.class),
              MethodType.methodType(Object.class, Object.class),
              handle,
              handle.type().wrap());
      return (Function<Object, @Nullable Object>) site.getTarget().invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(component + ": not accessible", e);
    }
  }

  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** A record as the expression language sees it. */
  record Struct(StructType type, Class<?> javaType, Map<String, Field> fields) {

    static Struct of(Class<?> javaType, Map<String, Field> fields) {
      StructType type =
          StructType.create(
              "devicegate." + javaType.getSimpleName(),
              com.google.common.collect.ImmutableSet.copyOf(fields.keySet()),
              Types.resolver(fields));
      return new Struct(type, javaType, Map.copyOf(fields));
    }

    List<Field> inOrder() {
      List<Field> ordered = new ArrayList<>();
      for (RecordComponent component : javaType.getRecordComponents()) {
        Field field = fields.get(snakeCase(component.getName()));
        if (field != null) {
          ordered.add(field);
        }
      }
      return ordered;
    }
  }

  /** A component of a record. */
  record Field(
      String name,
      CelType type,
      boolean optional,
      Type javaType,
      Function<Object, @Nullable Object> accessor) {}
}
