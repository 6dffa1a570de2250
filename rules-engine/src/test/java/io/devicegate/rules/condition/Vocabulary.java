package io.devicegate.rules.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The names of a schema and of its functions, for the reference. */
public final class Vocabulary {

  private Vocabulary() {}

  /**
   * A field that expressions may use.
   *
   * @param path from the root, such as {@code approver.geo}
   * @param record the record that declares it
   * @param component its name there
   */
  public record Field(
      String path, String type, boolean optional, Class<?> record, String component) {}

  /** Returns all fields, those of records in records behind them. */
  public static List<Field> fields(Schema schema) {
    List<Field> fields = new ArrayList<>();
    collect(schema, schema.root(), "", fields);
    return fields;
  }

  private static void collect(
      Schema schema, Schema.Struct struct, String prefix, List<Field> fields) {
    for (int i = 0; i < struct.inOrder().size(); i++) {
      Schema.Field field = struct.inOrder().get(i);
      String path = prefix + field.name();
      String component = struct.javaType().getRecordComponents()[i].getName();
      fields.add(
          new Field(path, name(field.type()), field.optional(), struct.javaType(), component));
      schema.find(field.type().name()).ifPresent(s -> collect(schema, s, path + ".", fields));
      if (field.type() instanceof ListType list) {
        schema
            .find(list.elemType().name())
            .ifPresent(s -> collect(schema, s, path + "[].", fields));
      }
    }
  }

  /** Returns the functions that CEL lacks and every rule may call. */
  public static List<Function> functions() {
    return FieldFunctions.all(Limits.DEFAULT);
  }

  /** Returns how a function is called, such as {@code ip_in(string, cidr): bool}. */
  public static String signature(Function function) {
    List<String> arguments = function.arguments().stream().map(Vocabulary::name).toList();
    String call =
        function.member()
            ? arguments.get(0) + "." + function.name() + "(" + rest(arguments)
            : function.name() + "(" + String.join(", ", arguments);
    return call + "): " + name(function.result());
  }

  private static String rest(List<String> arguments) {
    return arguments.stream().skip(1).collect(Collectors.joining(", "));
  }

  private static String name(CelType type) {
    if (type instanceof ListType list) {
      return "list of " + name(list.elemType());
    }
    if (type instanceof MapType) {
      return "map";
    }
    return switch (type.name()) {
      case "google.protobuf.Timestamp" -> "timestamp";
      case "google.protobuf.Duration" -> "duration";
      default -> type.name().replace("devicegate.", "").toLowerCase(java.util.Locale.ROOT);
    };
  }
}
