package io.devicegate.dashboards.store;

import java.time.Instant;

/**
 * How far a reader of some source has come; kept with what it read, in the same transaction.
 *
 * @param reader who reads what, unique among readers
 * @param position the source's own name of the place, such as the last {@code log_id} read
 * @param moved when the reader came there, by our clock
 */
public record Cursor(String reader, String position, Instant moved) {}
