package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of a delivery: an array, JSON lines, or one object, plain or gzip.
 *
 * <p>An array with a syntax error is refused as a whole, since nothing after the error can be
 * trusted. Of JSON lines only the broken lines are refused: the sender would otherwise repeat the
 * whole delivery forever.
 */
final class PayloadReader {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final TenantEventDecoder decoder;
  private final long maxBytes;

  /** Reads one whole text, which must hold exactly one value. */
  private final JsonMapper json = JsonMapper.shared();

  /** Reads the next of many values. */
  private final JsonMapper sequence =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  PayloadReader(TenantEventDecoder decoder, long maxBytes) {
    this.decoder = decoder;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads everything that a body holds.
   *
   * @throws PayloadException if the body as a whole cannot be read
   */
  Batch read(byte[] body, boolean gzip, Instant received) {
    byte[] text = text(body, gzip);
    int first = firstCharacter(text);
    if (first < 0) {
      throw malformed("The body is empty (expected: a JSON array, JSON lines or one object)");
    }
    try {
      return readValues(text, received);
    } catch (JacksonException e) {
      Batch lines = first == '[' ? null : readLines(text, received);
      if (lines == null) {
        throw malformed("The body is not valid JSON" + at(e.getLocation()));
      }
      return lines;
    }
  }

  /**
   * Reads what an import sends: JSON lines, of which each that is none is refused, even if all of
   * them are; or nothing.
   *
   * @throws PayloadException if the body as a whole cannot be unpacked
   */
  Batch readLines(byte[] body, boolean gzip, Instant received) {
    return lines(gzip ? unzip(body) : body, received).batch();
  }

  /**
   * Returns the text of a body.
   *
   * @throws PayloadException if it cannot be unpacked
   */
  byte[] text(byte[] body, boolean gzip) {
    return withoutMark(gzip ? unzip(body) : body);
  }

  private Batch readValues(byte[] text, Instant received) {
    Elements elements = new Elements(received);
    try (JsonParser parser = sequence.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_ARRAY) {
          elements.add(sequence.readTree(parser), "element");
          continue;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(sequence.readTree(parser), "element");
        }
      }
    }
    return elements.batch();
  }

  /** Null if not one line is an object: then the body is something else than JSON lines. */
  private @Nullable Batch readLines(byte[] text, Instant received) {
    Elements elements = lines(text, received);
    return elements.anyObject ? elements.batch() : null;
  }

  private Elements lines(byte[] text, Instant received) {
    Elements elements = new Elements(received);
    for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
      JsonNode value = line.isBlank() ? null : parse(line);
      if (value != null) {
        elements.add(value, "line");
      } else if (line.isBlank()) {
        elements.skip();
      } else {
        elements.refuse(line);
      }
    }
    return elements;
  }

  private @Nullable JsonNode parse(String line) {
    try {
      return json.readTree(line);
    } catch (JacksonException e) {
      return null;
    }
  }

  private byte[] unzip(byte[] body) {
    if (body.length == 0) {
      return body;
    }
    try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] text = unzipped.readNBytes((int) maxBytes + 1);
      if (text.length > maxBytes) {
        throw new PayloadException(
            PayloadException.Kind.TOO_LARGE,
            "The body is larger than %d bytes when decompressed".formatted(maxBytes));
      }
      return text;
    } catch (IOException e) {
      throw malformed("The body is not valid gzip, but Content-Encoding says so");
    }
  }

  private static byte[] withoutMark(byte[] body) {
    boolean marked =
        body.length >= BYTE_ORDER_MARK.length && Arrays.equals(body, 0, 3, BYTE_ORDER_MARK, 0, 3);
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  private static int firstCharacter(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b & 0xFF;
      }
    }
    return -1;
  }

  /** Jackson's own message would quote the body, which may hold secrets. */
  private static String at(@Nullable TokenStreamLocation location) {
    return location == null
        ? ""
        : ": line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static PayloadException malformed(String message) {
    return new PayloadException(PayloadException.Kind.MALFORMED, message);
  }

  /** Collects the elements of one body and remembers where it is. */
  private final class Elements {

    private final Instant received;
    private final List<StoredEvent> events = new ArrayList<>();
    private final List<RejectedEvent> rejected = new ArrayList<>();
    private int position;
    private boolean anyObject;

    Elements(Instant received) {
      this.received = received;
    }

    void add(JsonNode element, String noun) {
      position++;
      anyObject |= element.isObject();
      Decoded decoded = decoder.decode(element, noun + " " + position, received);
      if (decoded instanceof Decoded.Accepted accepted) {
        events.add(accepted.event());
      } else if (decoded instanceof Decoded.Refused refused) {
        rejected.add(refused.event());
      }
    }

    void skip() {
      position++;
    }

    void refuse(String line) {
      position++;
      rejected.add(decoder.notJson(line, "line " + position, received));
    }

    Batch batch() {
      return new Batch(events, rejected);
    }
  }
}
