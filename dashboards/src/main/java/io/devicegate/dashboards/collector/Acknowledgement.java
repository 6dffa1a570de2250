package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.RejectedEvent;
import java.util.List;

/**
 * The answer to a delivery; {@code received = stored + duplicates + rejected}.
 *
 * @param problems what was wrong with the first rejected elements
 */
record Acknowledgement(
    int received, int stored, int duplicates, int rejected, List<Problem> problems) {

  private static final int MAX_PROBLEMS = 10;

  static Acknowledgement of(Receipt receipt, List<RejectedEvent> rejected) {
    return new Acknowledgement(
        receipt.received(),
        receipt.stored(),
        receipt.duplicates(),
        receipt.rejected(),
        rejected.stream()
            .limit(MAX_PROBLEMS)
            .map(event -> new Problem(event.reason(), event.detail()))
            .toList());
  }

  record Problem(String reason, String detail) {}
}
