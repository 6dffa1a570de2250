package io.devicegate.rules.bundle;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the newest bundle for as long as the process runs. */
final class LastBundleInMemory implements LastBundle {

  private @Nullable Seen seen;

  @Override
  public synchronized Optional<Seen> last() {
    return Optional.ofNullable(seen);
  }

  @Override
  public synchronized void remember(Seen used) throws IOException {
    used.refuseAfter(last());
    seen = used;
  }
}
