package io.devicegate.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP client that sends exactly the bytes it is given. */
public final class RawHttp {

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final String CLOSE = "Connection: close";

  private RawHttp() {}

  /** Sends one request with the given header lines; asks the server to close unless they do. */
  public static Answer send(int port, String requestLine, String... headerLines) {
    List<String> lines = new ArrayList<>();
    lines.add(requestLine + " HTTP/1.1");
    lines.add("Host: gateway.test");
    lines.addAll(List.of(headerLines));
    if (lines.stream().noneMatch(line -> line.regionMatches(true, 0, CLOSE, 0, 11))) {
      lines.add(CLOSE);
    }
    return exchange(port, String.join("\r\n", lines) + "\r\n\r\n");
  }

  /** Sends a body of a type. */
  public static Answer post(
      int port, String path, String type, String body, String... headerLines) {
    List<String> lines = new ArrayList<>();
    lines.add("POST " + path + " HTTP/1.1");
    lines.add("Host: gateway.test");
    lines.add("Content-Type: " + type);
    lines.add("Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length);
    lines.add(CLOSE);
    lines.addAll(List.of(headerLines));
    return exchange(port, String.join("\r\n", lines) + "\r\n\r\n" + body);
  }

  /**
   * Sends this text, each character a byte, and reads the first answer; null when there is none.
   */
  public static @Nullable Answer raw(int port, String text) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer = read(socket.getInputStream());
      return answer.isEmpty() ? null : Answer.parse(answer);
    } catch (IOException e) {
      return null;
    }
  }

  /** Sends one request and goes away without waiting for the answer, once told to. */
  public static void abandon(int port, String path, Runnable wait, String... headerLines) {
    List<String> lines =
        new ArrayList<>(List.of("GET " + path + " HTTP/1.1", "Host: gateway.test"));
    lines.addAll(List.of(headerLines));
    String request = String.join("\r\n", lines) + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      wait.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer exchange(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return Answer.parse(read(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads to the end of the stream, or of the body as announced, whichever comes first. */
  private static String read(InputStream stream) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int b = stream.read(); b >= 0; b = stream.read()) {
      answer.write(b);
      if (b == '\n' && answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        String head = answer.toString(StandardCharsets.ISO_8859_1);
        boolean closes = head.toLowerCase(Locale.ROOT).contains("connection: close");
        String length = Answer.parse(head).header("Content-Length");
        answer.write(
            closes || length == null
                ? stream.readAllBytes()
                : stream.readNBytes(Integer.parseInt(length)));
        break;
      }
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /**
   * What came back.
   *
   * @param headers by name, any case; of several the last
   */
  public record Answer(int status, Map<String, String> headers, String body) {

    static Answer parse(String text) {
      int end = text.indexOf("\r\n\r\n");
      String[] lines = text.substring(0, end).split("\r\n", -1);
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
      }
      int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
      return new Answer(status, headers, text.substring(end + 4));
    }

    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }
}
