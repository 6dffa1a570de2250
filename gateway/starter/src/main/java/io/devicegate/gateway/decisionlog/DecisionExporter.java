package io.devicegate.gateway.decisionlog;

import java.util.List;

/**
 * Takes decision records somewhere. Every bean of this type gets every record, in order, from the
 * decision log's one worker thread; so it may block, but while it does the queue fills, and what
 * does not fit is counted and lost. What it throws is logged and counted; the batch is not
 * repeated.
 */
public interface DecisionExporter {

  /** Exports a batch, never empty. */
  void export(List<DecisionRecord> batch);
}
