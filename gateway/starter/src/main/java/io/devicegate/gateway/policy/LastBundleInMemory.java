package io.devicegate.gateway.policy;

import io.devicegate.rules.bundle.LastBundle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers the newest bundle for as long as the process runs. */
final class LastBundleInMemory implements LastBundle {

  private @Nullable Seen seen;

  @Override
  public Optional<Seen> last() {
    return Optional.ofNullable(seen);
  }

  @Override
  public void remember(Seen used) {
    seen = used;
  }
}
