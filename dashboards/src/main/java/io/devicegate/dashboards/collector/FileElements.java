package io.devicegate.dashboards.collector;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The elements of a file, one after the other, in memory that does not grow with it. Not decoded:
 * whoever takes them knows for whom.
 */
abstract sealed class FileElements implements AutoCloseable {

  private static final int GZIP = 0x1f8b;
  private static final int BUFFER = 1 << 16;

  private long position;

  private FileElements() {}

  /** Finds out by its first bytes what a file is. */
  static FileElements open(InputStream file) throws IOException {
    PushbackInputStream text = new PushbackInputStream(unzipped(file), 1);
    int first = text.read();
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
      first = text.read();
    }
    if (first >= 0) {
      text.unread(first);
    }
    return first == '[' ? new Array(text) : new Lines(text);
  }

  private static InputStream unzipped(InputStream file) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(file, BUFFER);
    bytes.mark(2);
    int magic = bytes.read() << 8 | bytes.read();
    bytes.reset();
    return magic == GZIP
        ? new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER)
        : bytes;
  }

  /** Returns how many elements were taken. */
  final long position() {
    return position;
  }

  /** Returns the next element; null behind the last one. */
  final @Nullable Element next() throws IOException {
    Element next = take(position + 1);
    position += next == null ? 0 : 1;
    return next;
  }

  /** Leaves out elements that were taken before. */
  final void skip(long elements) throws IOException {
    while (position < elements && leaveOut()) {
      position++;
    }
  }

  abstract @Nullable Element take(long number) throws IOException;

  /** Returns whether there was one. */
  abstract boolean leaveOut() throws IOException;

  @Override
  public abstract void close() throws IOException;

  /** What stands in a file: a line, or an element of an array. */
  static final class Element {

    private final @Nullable JsonNode node;
    private final String text;
    private final String place;
    private final long length;

    private Element(@Nullable JsonNode node, String text, String place, long length) {
      this.node = node;
      this.text = text;
      this.place = place;
      this.length = length;
    }

    static Element of(JsonNode node, String place, long length) {
      return new Element(node, "", place, length);
    }

    static Element of(String text, String place) {
      return new Element(null, text, place, text.length());
    }

    /** As it stands in the file, but in one line. */
    String text() {
      return node == null ? text : node.toString();
    }

    /** About how many characters it has. */
    long length() {
      return length;
    }

    /** Decodes it, once: what it is made of is masked meanwhile. */
    Decoded decode(TenantEventDecoder decoder, Instant now) {
      return node == null ? decoder.decodeText(text, place, now) : decoder.decode(node, place, now);
    }
  }

  private static final class Array extends FileElements {

    private final JsonMapper json =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private final JsonParser parser;

    Array(InputStream text) {
      parser = json.createParser(text);
    }

    @Override
    @Nullable Element take(long number) throws IOException {
      if (!advance()) {
        return null;
      }
      try {
        long begin = parser.currentLocation().getByteOffset();
        JsonNode node = json.readTree(parser);
        long end = parser.currentLocation().getByteOffset();
        return Element.of(node, "element " + number, end - begin);
      } catch (JacksonException e) {
        throw broken(e);
      }
    }

    @Override
    boolean leaveOut() throws IOException {
      if (!advance()) {
        return false;
      }
      parser.skipChildren();
      return true;
    }

    /** Goes to the next element, into the next array too if there is one behind the first. */
    private boolean advance() throws IOException {
      try {
        JsonToken token = parser.nextToken();
        while (token == JsonToken.END_ARRAY || isOuter(token)) {
          token = parser.nextToken();
        }
        return token != null;
      } catch (JacksonException e) {
        throw broken(e);
      }
    }

    private boolean isOuter(@Nullable JsonToken token) {
      return token == JsonToken.START_ARRAY && parser.streamReadContext().getParent().inRoot();
    }

    /** Jackson's own message would quote the file, which may hold secrets. */
    private IOException broken(JacksonException e) {
      return new IOException(
          "not valid JSON at line %d, column %d; the %d elements before it are imported"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), position()));
    }

    @Override
    public void close() {
      parser.close();
    }
  }

  private static final class Lines extends FileElements {

    private static final int MAX_LINE = 1 << 20;

    private final InputStream text;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4_096);
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    Lines(InputStream text) {
      this.text = text;
    }

    @Override
    @Nullable Element take(long number) throws IOException {
      String found = line();
      return found == null ? null : Element.of(found, "line " + number);
    }

    @Override
    boolean leaveOut() throws IOException {
      return line() != null;
    }

    /** Returns the next line that is not blank; of one that is too long the beginning. */
    private @Nullable String line() throws IOException {
      line.reset();
      while (at < end || fill()) {
        int stop = at;
        while (stop < end && buffer[stop] != '\n') {
          stop++;
        }
        line.write(buffer, at, Math.min(stop - at, MAX_LINE - line.size()));
        boolean complete = stop < end;
        at = complete ? stop + 1 : stop;
        if (complete) {
          String found = line.toString(StandardCharsets.UTF_8);
          if (!found.isBlank()) {
            return found;
          }
          line.reset();
        }
      }
      String last = line.toString(StandardCharsets.UTF_8);
      line.reset();
      return last.isBlank() ? null : last;
    }

    private boolean fill() throws IOException {
      at = 0;
      end = Math.max(0, text.read(buffer));
      return end > 0;
    }

    @Override
    public void close() throws IOException {
      text.close();
    }
  }
}
