package io.devicegate.rules.condition;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelValueConverter;
import dev.cel.common.values.CelValueProvider;
import dev.cel.common.values.StructValue;
import java.util.Map;
import java.util.Optional;

/** Shows the records of a schema to dev.cel's own evaluator. */
@Immutable
final class RecordValues implements CelValueProvider {

  private final Converter converter;

  RecordValues(Schema schema) {
    this.converter = new Converter(schema);
  }

  @Override
  public Optional<Object> newValue(String structType, Map<String, Object> fields) {
    return Optional.empty();
  }

  @Override
  public CelValueConverter celValueConverter() {
    return converter;
  }

  @Immutable
  private static final class Converter extends CelValueConverter {

    @SuppressWarnings("Immutable") // Schema does not change after construction.
    private final Schema schema;

    Converter(Schema schema) {
      this.schema = schema;
    }

    @Override
    public Object toRuntimeValue(Object value) {
      Schema.Struct struct = value instanceof Record ? schema.of(value) : null;
      return struct == null ? super.toRuntimeValue(value) : new RecordValue(value, struct);
    }
  }

  @Immutable
  private static final class RecordValue extends StructValue<String, Object> {

    @SuppressWarnings("Immutable") // A record of immutable parts.
    private final Object value;

    @SuppressWarnings("Immutable")
    private final Schema.Struct struct;

    RecordValue(Object value, Schema.Struct struct) {
      this.value = value;
      this.struct = struct;
    }

    @Override
    public Object value() {
      return value;
    }

    @Override
    public boolean isZeroValue() {
      return false;
    }

    @Override
    public CelType celType() {
      return struct.type();
    }

    @Override
    public Object select(String name) {
      return find(name).orElseThrow(() -> CelAttributeNotFoundException.forFieldResolution(name));
    }

    @Override
    public Optional<Object> find(String name) {
      Schema.Field field = struct.fields().get(name);
      return field == null ? Optional.empty() : Optional.ofNullable(field.accessor().apply(value));
    }
  }
}
