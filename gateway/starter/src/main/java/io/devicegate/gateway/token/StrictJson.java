package io.devicegate.gateway.token;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON object that nobody has vouched for yet.
 *
 * <p>Refuses what two readers could understand differently (RFC 8725 section 3.11 and RFC 8259
 * section 4): duplicate names, bytes that are not UTF-8, a byte order mark, half a surrogate pair,
 * anything after the object. Numbers are {@code Long}, {@code BigInteger} or {@code BigDecimal}, so
 * none is silently changed.
 */
final class StrictJson {

  private static final int MAX_NUMBER_LENGTH = 40;
  private static final int MAX_SCALE = 64;

  private final Limits limits;
  private final JsonFactory factory;

  StrictJson(Limits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxStringLength(limits.stringLength())
                    .maxNameLength(limits.stringLength())
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The symbol table is shared: names that a stranger chose must not get into it.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();
  }

  /** The object's members, in their order; neither it nor anything in it can be changed. */
  Map<String, Object> readObject(byte[] utf8) throws MalformedJsonException {
    if (utf8.length > limits.bytes() || utf8.length < 2 || utf8[0] != '{') {
      throw new MalformedJsonException("not an object, or too long");
    }
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), decode(utf8))) {
      Reader reader = new Reader(parser);
      parser.nextToken();
      Map<String, Object> object = reader.object();
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("something after the object");
      }
      return object;
    } catch (JacksonException | ArithmeticException | NumberFormatException e) {
      // Not kept as the cause: its message quotes the document.
      throw new MalformedJsonException("not JSON within the limits");
    }
  }

  private static String decode(byte[] utf8) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("not UTF-8");
    }
  }

  /**
   * What a document may be.
   *
   * @param bytes its length
   * @param depth how deep objects and arrays may be nested, the document itself included
   * @param values number of values in it, at any depth
   * @param stringLength length of a string or a name, in characters
   */
  record Limits(int bytes, int depth, int values, int stringLength) {}

  /** Reads one document. */
  private final class Reader {

    private final JsonParser parser;
    private int values;

    Reader(JsonParser parser) {
      this.parser = parser;
    }

    Map<String, Object> object() throws MalformedJsonException {
      Map<String, Object> members = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = wellFormed(parser.currentName());
        parser.nextToken();
        members.put(name, value());
      }
      return Collections.unmodifiableMap(members);
    }

    private List<Object> array() throws MalformedJsonException {
      List<Object> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value());
      }
      return Collections.unmodifiableList(elements);
    }

    @SuppressWarnings(
        "NullAway") // JSON's null is a value; whoever needs a type asks for it by instanceof.
    private Object value() throws MalformedJsonException {
      if (++values > limits.values()) {
        throw new MalformedJsonException("too many values");
      }
      return switch (parser.currentToken()) {
        case START_OBJECT -> object();
        case START_ARRAY -> array();
        case VALUE_STRING -> wellFormed(parser.getString());
        case VALUE_NUMBER_INT -> integer();
        case VALUE_NUMBER_FLOAT -> decimal();
        case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
        case VALUE_NULL -> null;
        default -> throw new MalformedJsonException("not a value");
      };
    }

    private Number integer() {
      BigInteger number = parser.getBigIntegerValue();
      return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    private BigDecimal decimal() throws MalformedJsonException {
      BigDecimal number = parser.getDecimalValue();
      if (Math.abs((long) number.scale()) > MAX_SCALE) {
        throw new MalformedJsonException("a number out of any range");
      }
      return number;
    }

    private static String wellFormed(@Nullable String text) throws MalformedJsonException {
      if (text == null || text.codePoints().anyMatch(StrictJson::isSurrogate)) {
        throw new MalformedJsonException("half a surrogate pair");
      }
      return text;
    }
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
