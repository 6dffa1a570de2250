package io.devicegate.gateway.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An upstream that keeps every request's head as the bytes that arrived, and answers 200. */
public final class RecordingUpstream implements AutoCloseable {

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n"
          + "Connection: close\r\n\r\n{\"served\":true}";

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile String prefix = "";
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public RecordingUpstream() {
    try {
      server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The one request that arrived. */
  public Request request() {
    if (requests.size() != 1) {
      throw new AssertionError("Expected one request at the upstream but was: " + requests);
    }
    return requests.get(0);
  }

  /** Answers nothing until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  /** Waits until so many requests have arrived. */
  public void await(int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    synchronized (requests) {
      while (requests.size() < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("Expected " + count + " requests but was: " + requests);
        }
        try {
          requests.wait(left);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Sends this text before each answer, until the next reset. */
  public void prefix(String text) {
    prefix = text;
  }

  public void reset() {
    gate.countDown();
    prefix = "";
    requests.clear();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine();
          line != null && !line.isEmpty();
          line = reader.readLine()) {
        lines.add(line);
      }
      if (!lines.isEmpty()) {
        synchronized (requests) {
          requests.add(new Request(lines));
          requests.notifyAll();
        }
        awaitGate();
        socket.getOutputStream().write((prefix + ANSWER).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The gateway went away; what it sent is recorded.
    }
  }

  private void awaitGate() {
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody released the upstream");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A request's head, line by line. */
  public record Request(List<String> lines) {

    /** Its target, as it arrived. */
    public String target() {
      return lines.get(0).split(" ", -1)[1];
    }

    /** Every value sent under exactly this name, in any case. */
    public List<String> values(String name) {
      return lines.stream()
          .skip(1)
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }

    /** The names of all headers. */
    public List<String> names() {
      return lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(':'))).toList();
    }
  }
}
