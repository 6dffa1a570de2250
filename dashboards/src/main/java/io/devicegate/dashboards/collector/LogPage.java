package io.devicegate.dashboards.collector;

import java.time.Duration;

/**
 * A part of a tenant's log.
 *
 * @param content what it holds; nothing when the log ends here
 * @param next where to read on; where we are already when the log ends here
 * @param pause how long the tenant's rate limit asks to wait before the next request
 */
record LogPage(Batch content, String next, Duration pause) {

  /** Whether there was nothing more to read. */
  boolean isEnd() {
    return content.size() == 0;
  }
}
