package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.StoredEvent;
import java.util.List;

/** Hears about events once they are on disk; called on the writer's thread, so it must be quick. */
public interface CommitListener {

  /** Events stored for the first time, in the order of their commit. */
  void committed(List<StoredEvent> events);
}
