package io.devicegate.rules.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Types of the expression language: those of plain data, and the lookup of declared ones. */
final class Types {

  private Types() {}

  /** Returns the type of plain data, as precise as its elements allow. */
  static CelType of(Object value) {
    if (value instanceof String) {
      return SimpleType.STRING;
    }
    if (value instanceof Long) {
      return SimpleType.INT;
    }
    if (value instanceof Double) {
      return SimpleType.DOUBLE;
    }
    if (value instanceof Boolean) {
      return SimpleType.BOOL;
    }
    if (value instanceof List<?> list) {
      return ListType.create(common(list));
    }
    if (value instanceof Map<?, ?> map) {
      return MapType.create(SimpleType.STRING, common(map.values()));
    }
    throw new IllegalArgumentException(value.getClass() + ": not plain data");
  }

  private static CelType common(Collection<?> values) {
    Set<CelType> types =
        values.stream().map(Types::of).collect(java.util.stream.Collectors.toSet());
    return types.size() == 1 ? types.iterator().next() : SimpleType.DYN;
  }

  static StructType struct(String name, Map<String, CelType> fields) {
    return StructType.create(
        name,
        com.google.common.collect.ImmutableSet.copyOf(fields.keySet()),
        new FieldTypes(ImmutableMap.copyOf(fields)));
  }

  static StructType.FieldResolver resolver(Map<String, Schema.Field> fields) {
    ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
    fields.forEach((name, field) -> types.put(name, field.type()));
    return new FieldTypes(types.buildOrThrow());
  }

  static CelTypeProvider provider(Collection<? extends CelType> types) {
    Map<String, CelType> byName = new LinkedHashMap<>();
    types.forEach(type -> byName.put(type.name(), type));
    return new NamedTypes(ImmutableMap.copyOf(byName));
  }

  @Immutable
  private static final class FieldTypes implements StructType.FieldResolver {

    private final ImmutableMap<String, CelType> types;

    FieldTypes(ImmutableMap<String, CelType> types) {
      this.types = types;
    }

    @Override
    public Optional<CelType> findField(String name) {
      return Optional.ofNullable(types.get(name));
    }
  }

  @Immutable
  private static final class NamedTypes implements CelTypeProvider {

    private final ImmutableMap<String, CelType> types;

    NamedTypes(ImmutableMap<String, CelType> types) {
      this.types = types;
    }

    @Override
    public ImmutableCollection<CelType> types() {
      return types.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(types.get(name));
    }
  }
}
