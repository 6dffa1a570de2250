package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.telemetry.PipelineMetrics;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of everything that was delivered.
 *
 * <p>At every moment, and for every source, {@code received = stored + duplicates + rejected +
 * returned + waiting}: an event moves from one term to another under one lock, and a reading is of
 * one moment. Counts since the start of the process.
 */
public final class Ledger {

  private final PipelineMetrics metrics;
  private final Map<String, Account> accounts = new TreeMap<>();

  Ledger(PipelineMetrics metrics) {
    this.metrics = metrics;
    metrics.watchWaiting(this::waiting);
  }

  /** Returns each source's account, all of the same moment. */
  public synchronized Map<String, Account> read() {
    return Map.copyOf(accounts);
  }

  /** Notes what was delivered; it waits until it is noted as settled or returned. */
  synchronized void received(String source, int events) {
    metrics.received(source, events);
    change(source, new Account(events, 0, 0, 0, 0, events));
  }

  /** Notes what a commit made of a delivery. */
  synchronized void settled(
      String source, int stored, int duplicates, Collection<String> rejectedFor) {
    metrics.stored(source, stored);
    metrics.duplicates(source, duplicates);
    rejectedFor.forEach(reason -> metrics.rejected(source, reason));
    int rejected = rejectedFor.size();
    change(
        source, new Account(0, stored, duplicates, rejected, 0, -(stored + duplicates + rejected)));
  }

  /** Notes what is not stored and whose sender was told so. */
  synchronized void returned(String source, String reason, int events) {
    metrics.failed(source, reason, events);
    change(source, new Account(0, 0, 0, 0, events, -events));
  }

  private synchronized long waiting() {
    return accounts.values().stream().mapToLong(Account::waiting).sum();
  }

  private void change(String source, Account difference) {
    accounts.merge(source, difference, Account::plus);
  }

  /**
   * The terms of one source.
   *
   * @param received elements delivered
   * @param stored events stored for the first time
   * @param duplicates events that were stored already
   * @param rejected elements that are no event, kept as dead letters
   * @param returned events given back: no room, no store, or a defect; the sender was told
   * @param waiting accepted and not yet committed
   */
  public record Account(
      long received, long stored, long duplicates, long rejected, long returned, long waiting) {

    /** Tells whether nothing is lost and nothing counted twice. */
    public boolean isBalanced() {
      return received == stored + duplicates + rejected + returned + waiting && waiting >= 0;
    }

    private Account plus(Account other) {
      return new Account(
          received + other.received,
          stored + other.stored,
          duplicates + other.duplicates,
          rejected + other.rejected,
          returned + other.returned,
          waiting + other.waiting);
    }
  }
}
