package io.devicegate.rules.login;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trees of maps as JSON text and back: bounded, and without reflection on foreign types. */
final class Json {

  /** Deeper trees are taken for an attack on the stack. */
  private static final int MAX_DEPTH = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private static final ObjectReader OBJECTS =
      new ObjectMapper(FACTORY).readerForMapOf(Object.class);

  private Json() {}

  /**
   * Returns the tree as JSON, or nothing when it has more bytes or is nested more deeply than
   * allowed.
   */
  static Optional<String> write(Map<String, ?> tree, int maxBytes) {
    Limited out = new Limited(maxBytes);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      writeObject(generator, tree, "");
      generator.flush();
      return Optional.of(out.toString());
    } catch (TooLarge | JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one JSON object, of at most so many bytes; nothing when it is larger or is none. */
  static Optional<Map<String, Object>> read(String json, int maxBytes) {
    if (json.length() > maxBytes || json.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      return Optional.empty();
    }
    try {
      Map<String, Object> object = OBJECTS.readValue(json);
      return Optional.ofNullable(object); // the text "null" is read as null
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static void write(JsonGenerator out, @Nullable Object value, String path)
      throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Number number) {
      writeNumber(out, number, path);
    } else if (value instanceof Map<?, ?> object) {
      writeObject(out, object, path + ".");
    } else if (value instanceof Iterable<?> values) {
      writeArray(out, values, path);
    } else {
      throw notJson(value, path);
    }
  }

  private static void writeObject(JsonGenerator out, Map<?, ?> object, String path)
      throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (!(entry.getKey() instanceof String name)) {
        throw notJson(entry.getKey(), path + "(key)");
      }
      // A script that merges objects would change the prototype of all of them.
      if (!name.equals("__proto__")) {
        out.writeFieldName(name);
        write(out, entry.getValue(), path + name);
      }
    }
    out.writeEndObject();
  }

  private static void writeArray(JsonGenerator out, Iterable<?> values, String path)
      throws IOException {
    out.writeStartArray();
    for (Object value : values) {
      write(out, value, path + "[]");
    }
    out.writeEndArray();
  }

  private static void writeNumber(JsonGenerator out, Number number, String path)
      throws IOException {
    if (number instanceof Integer || number instanceof Long || number instanceof Short) {
      out.writeNumber(number.longValue());
    } else if (number instanceof BigInteger big) {
      out.writeNumber(big);
    } else if (number instanceof BigDecimal big) {
      out.writeNumber(big);
    } else if (Double.isFinite(number.doubleValue())) {
      out.writeNumber(number.doubleValue());
    } else {
      throw notJson(number, path);
    }
  }

  private static IllegalArgumentException notJson(@Nullable Object value, String path) {
    String type = value == null ? "null" : value.getClass().getName();
    return new IllegalArgumentException(
        path + ": " + type + " (expected: String, number, Boolean, null, List or Map)");
  }

  /** Stops the writing of a tree as soon as it is too large, rather than after. */
  private static final class Limited extends OutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int maxBytes;

    Limited(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public void write(int value) {
      requireRoom(1);
      bytes.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      requireRoom(length);
      bytes.write(source, offset, length);
    }

    @Override
    public String toString() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    private void requireRoom(int length) {
      if (length > maxBytes - bytes.size()) {
        throw new TooLarge();
      }
    }
  }

  private static final class TooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("larger than allowed", null, false, false);
    }
  }
}
