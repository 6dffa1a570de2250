package io.devicegate.dashboards.collector;

/**
 * What became of a delivery; {@code received = stored + duplicates + rejected}.
 *
 * @param received how many things it held
 * @param stored how many of them are events that were new
 * @param duplicates how many of them were stored already
 * @param rejected how many of them are no event
 */
record Receipt(int received, int stored, int duplicates, int rejected) {

  Receipt plus(Receipt other) {
    return new Receipt(
        received + other.received,
        stored + other.stored,
        duplicates + other.duplicates,
        rejected + other.rejected);
  }
}
