package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Stage;

/**
 * A step that is under suspicion, and what to look closer at.
 *
 * @param step the step
 * @param family what goes on there
 * @param worst the kind of event that increased most, with the number of it
 * @param during from the beginning until now
 */
public record Suspicion(Stage step, Family family, EventCount worst, TimeRange during) {}
