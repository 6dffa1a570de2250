package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Imports into a store that this process has open. */
final class StoreTarget implements ImportTarget {

  private static final int MOST_CHARACTERS = 32_000_000;

  private final EventStore store;
  private final TenantEventDecoder decoder;
  private final Clock clock;

  StoreTarget(EventStore store, TenantEventDecoder decoder, Clock clock) {
    this.store = store;
    this.decoder = decoder;
    this.clock = clock;
  }

  @Override
  public int batch() {
    return EventStore.BULK;
  }

  @Override
  public long characters() {
    return MOST_CHARACTERS;
  }

  @Override
  public Optional<String> position(String reader) {
    return store.cursor(reader).map(Cursor::position);
  }

  @Override
  public Callable<Receipt> prepare(List<FileElements.Element> elements, Cursor cursor) {
    List<StoredEvent> events = new ArrayList<>(elements.size());
    List<RejectedEvent> rejected = new ArrayList<>();
    for (FileElements.Element element : elements) {
      Decoded decoded = element.decode(decoder, clock.instant());
      if (decoded instanceof Decoded.Accepted accepted) {
        events.add(accepted.event().cameAtOnce());
      } else if (decoded instanceof Decoded.Refused refused) {
        rejected.add(refused.event());
      }
    }
    return () -> {
      int stored = store.append(events, rejected, List.of(cursor)).size();
      return new Receipt(elements.size(), stored, events.size() - stored, rejected.size());
    };
  }
}
