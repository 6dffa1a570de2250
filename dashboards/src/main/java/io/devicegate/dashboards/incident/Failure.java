package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.taxonomy.Stage;
import java.time.Instant;

/**
 * A kind of event that is no success.
 *
 * @param events the kind, and how many there are in the range
 * @param step its step
 * @param family what it says about that step
 * @param share its share of all that is no success at that step, 0 to 1
 * @param first when the bucket began in which it was first seen in the range
 * @param usual how many there were a week ago
 * @param isNew whether there were none a week ago, and none in the first part of the range
 */
public record Failure(
    EventCount events,
    Stage step,
    Family family,
    double share,
    Instant first,
    long usual,
    boolean isNew) {}
