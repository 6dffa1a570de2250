package io.devicegate.gateway.decisionlog;

import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands decision records to the exporters: bounded queue, one worker, batches. Recording never
 * blocks and never fails. When exporters cannot keep up, records are lost, those of requests let
 * through long before those of refusals, and every lost one is counted.
 */
public final class DecisionLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DecisionLog.class);

  /** The last fifth of the queue is for refusals only. */
  private static final int RESERVE_DIVISOR = 5;

  private static final long POLL_MILLIS = 100;

  private final BlockingQueue<DecisionRecord> queue;
  private final int reserve;
  private final DecisionLogProperties properties;
  private final List<DecisionExporter> exporters;
  private final GatewayMetrics metrics;
  private final Thread worker;
  private volatile boolean closed;

  DecisionLog(
      DecisionLogProperties properties, List<DecisionExporter> exporters, GatewayMetrics metrics) {
    this.properties = properties;
    this.queue = new ArrayBlockingQueue<>(properties.queueSize());
    this.reserve = properties.queueSize() / RESERVE_DIVISOR;
    this.exporters = List.copyOf(exporters);
    this.metrics = metrics;
    this.worker = new Thread(this::work, "devicegate-decision-log");
    this.worker.setDaemon(true);
  }

  void start() {
    worker.start();
  }

  /** Takes a record. */
  public void record(DecisionRecord decision) {
    boolean allow = decision.effect().equals(DecisionRecord.ALLOW);
    boolean room = !allow || queue.remainingCapacity() > reserve;
    if (closed || !room || !queue.offer(decision)) {
      metrics.recordsDropped("queue_full_" + decision.effect(), 1);
    }
  }

  /** Exports what waits, for no longer than configured; the rest is counted as lost. */
  @Override
  public void close() {
    closed = true;
    try {
      worker.join(properties.closeTimeout().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    worker.interrupt();
    List<DecisionRecord> lost = new ArrayList<>();
    if (queue.drainTo(lost) > 0) {
      metrics.recordsDropped("closed", lost.size());
    }
  }

  private void work() {
    List<DecisionRecord> batch = new ArrayList<>(properties.batchSize());
    while (!Thread.currentThread().isInterrupted() && fill(batch)) {
      if (!batch.isEmpty()) {
        List<DecisionRecord> records = List.copyOf(batch);
        exporters.forEach(exporter -> export(exporter, records));
        batch.clear();
      }
    }
  }

  /** Waits for records; false when there will be no more. */
  private boolean fill(List<DecisionRecord> batch) {
    try {
      boolean last = closed;
      DecisionRecord first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (first == null) {
        return !last;
      }
      batch.add(first);
      queue.drainTo(batch, properties.batchSize() - 1);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void export(DecisionExporter exporter, List<DecisionRecord> records) {
    try {
      exporter.export(records);
    } catch (RuntimeException e) {
      metrics.recordsDropped("exporter_failed", records.size());
      log.warn("{} lost {} decisions", exporter.getClass().getName(), records.size(), e);
    }
  }
}
