package io.devicegate.gateway.decisionlog;

import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands decision records to the exporters: bounded queue, one worker, batches. Recording never
 * blocks, never fails and wakes nobody up: the worker looks for records every {@value
 * #PAUSE_MILLIS} ms, and at once after a full batch. When exporters cannot keep up, records are
 * lost, those of requests let through long before those of refusals, and every lost one is counted.
 */
public final class DecisionLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DecisionLog.class);

  /** The last fifth of the queue is for refusals only. */
  private static final int RESERVE_DIVISOR = 5;

  /** Waking the worker for each record would cost more than the record, and so would a few. */
  private static final long PAUSE_MILLIS = 50;

  private final Queue<DecisionRecord> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final int reserve;
  private final DecisionLogProperties properties;
  private final List<DecisionExporter> exporters;
  private final GatewayMetrics metrics;
  private final Thread worker;
  private volatile boolean closed;

  DecisionLog(
      DecisionLogProperties properties, List<DecisionExporter> exporters, GatewayMetrics metrics) {
    this.properties = properties;
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
    int room = allow ? properties.queueSize() - reserve : properties.queueSize();
    if (!closed && hasPlace(room)) {
      queue.add(decision);
    } else {
      metrics.recordsDropped("queue_full_" + decision.effect(), 1);
    }
  }

  private boolean hasPlace(int room) {
    if (waiting.incrementAndGet() <= room) {
      return true;
    }
    waiting.decrementAndGet();
    return false;
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
    int lost = 0;
    while (queue.poll() != null) {
      lost++;
    }
    if (lost > 0) {
      metrics.recordsDropped("closed", lost);
    }
  }

  private void work() {
    boolean last;
    boolean full;
    do {
      last = closed;
      List<DecisionRecord> batch = take();
      full = batch.size() == properties.batchSize();
      if (!batch.isEmpty()) {
        exporters.forEach(exporter -> export(exporter, batch));
      }
      if (!full && !last) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    } while ((full || !last) && !Thread.currentThread().isInterrupted());
  }

  private List<DecisionRecord> take() {
    List<DecisionRecord> batch = new ArrayList<>();
    DecisionRecord next;
    while (batch.size() < properties.batchSize() && (next = queue.poll()) != null) {
      batch.add(next);
    }
    waiting.addAndGet(-batch.size());
    return List.copyOf(batch);
  }

  private void export(DecisionExporter exporter, List<DecisionRecord> records) {
    try {
      exporter.export(records);
    } catch (RuntimeException | LinkageError e) {
      metrics.recordsDropped("exporter_failed", records.size());
      log.warn("{} lost {} decisions", exporter.getClass().getName(), records.size(), e);
    }
  }
}
