package io.devicegate.dashboards.collector;

import io.devicegate.rules.event.Event;
import java.util.List;

/**
 * The way in for sources inside this process, such as the gateway's decisions.
 *
 * <p>A decision's JSON should hold {@code effect} ({@code allow} or anything else), {@code reason},
 * {@code protocol} ({@code device} for a token of the device flow), {@code method} and {@code
 * path}; pages and metrics read them. With {@code count}, it stands for that many alike decisions.
 */
public interface EventIntake {

  /**
   * Hands events over to be stored soon. Never blocks and never throws for a full queue; safe for
   * any thread, the event loop included.
   *
   * @return false if there is no room; then none is taken, and all are counted as failed
   */
  boolean offer(List<Event> events);
}
