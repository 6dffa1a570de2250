package io.devicegate.dashboards.telemetry;

import io.devicegate.dashboards.store.StoredEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;

/**
 * Counts the steps of the device flow. Thread-safe; never throws.
 *
 * <p>Anybody can make requests with invented client ids, so only a client that once succeeded gets
 * a label of its own.
 */
public final class FlowMetrics {

  private static final String OTHER = LabelBudget.OTHER;
  private static final int CLIENTS = 50;
  private static final int REASONS = 60;

  private static final Duration[] STEP_BUCKETS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(15)
  };

  private final Meters meters;
  private final List<Ending> endings;
  private final LabelBudget clients = new LabelBudget(CLIENTS);
  private final LabelBudget reasons = new LabelBudget(REASONS);

  /**
   * Makes the meters.
   *
   * @param endings those that show zero before they happen, so that an alert sees the first one
   */
  public FlowMetrics(MeterRegistry registry, Exemplars exemplars, List<Ending> endings) {
    this.meters = new Meters(registry, exemplars);
    this.endings = List.copyOf(endings);
    show(OTHER);
  }

  /** Counts attempts that succeeded, as many as the event stands for. */
  public void succeeded(Ending ending, StoredEvent attempt) {
    String client = attempt.event().subject().client();
    count(ending, client == null ? OTHER : admit(client), attempt);
  }

  /**
   * Counts attempts that did not.
   *
   * @param reason a short code
   */
  public void failed(Ending ending, String reason, StoredEvent attempt) {
    String client = attempt.event().subject().client();
    count(ending, client != null && clients.holds(client) ? client : OTHER, attempt);
    meters.count(
        DashboardMetric.FLOW_ERRORS,
        attempt,
        ending.step(),
        ending.outcome(),
        reasons.admit(reason));
  }

  /** Records how long it was from one step of a device to the next that is seen. */
  public void took(String from, String to, Duration duration) {
    meters.histogram(DashboardMetric.FLOW_DURATION, STEP_BUCKETS, from, to).record(duration);
  }

  private void count(Ending ending, String client, StoredEvent attempt) {
    meters.count(DashboardMetric.FLOW_STEPS, attempt, ending.step(), ending.outcome(), client);
  }

  private String admit(String client) {
    if (clients.holds(client)) {
      return client;
    }
    String label = clients.admit(client);
    show(label);
    return label;
  }

  private void show(String client) {
    endings.forEach(
        ending ->
            meters.counter(DashboardMetric.FLOW_STEPS, ending.step(), ending.outcome(), client));
  }

  /**
   * How an attempt at a step ended.
   *
   * @param step name of the step
   * @param outcome one word
   */
  public record Ending(String step, String outcome) {}
}
