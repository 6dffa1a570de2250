package io.devicegate.sandbox.logstream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The tenant's one log stream, as an administrator changes it. Thread-safe. */
@Component
public final class LogStream {

  /** What a filter that forgets this category drops. */
  private static final String DROPPED = "auth.token_exchange.success";

  private static final Map<String, String> CATEGORIES =
      Map.of("sede", DROPPED, "seacft", DROPPED, "sertft", DROPPED, "seccft", DROPPED);

  private static final List<String> CHOSEN =
      List.of(
          "auth.login.success",
          "auth.login.fail",
          "auth.token_exchange.fail",
          "user.fail",
          "management.success",
          "system.notification",
          "other");

  private boolean paused;
  private boolean filtered;

  /** Stops delivery, or lets it go on where it stopped. */
  public synchronized void pause(boolean isPaused) {
    paused = isPaused;
    notifyAll();
  }

  /** Delivers all categories but successful exchanges, or all of them. */
  public synchronized void filter(boolean isFiltered) {
    filtered = isFiltered;
  }

  /** Waits so long for the stream to be active; says whether it is. */
  synchronized boolean awaitActive(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long millis = patience.toMillis();
    while (paused && millis > 0) {
      wait(millis);
      millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
    return !paused;
  }

  synchronized boolean passes(LogEntry entry) {
    return !filtered || !CATEGORIES.containsKey(String.valueOf(entry.data().get("type")));
  }

  synchronized String status() {
    return paused ? "paused" : "active";
  }

  /** The filters, as the Management API shows them; none lets everything pass. */
  synchronized List<Map<String, String>> filters() {
    return filtered
        ? CHOSEN.stream().map(name -> Map.of("type", "category", "name", name)).toList()
        : List.of();
  }
}
