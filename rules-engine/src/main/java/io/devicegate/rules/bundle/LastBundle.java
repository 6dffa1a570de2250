package io.devicegate.rules.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers the newest bundle that was ever used, so that an old one, whose signature is as good,
 * cannot be put back. It must outlive the process; {@link #inFile} does. Used by one thread at a
 * time.
 */
public interface LastBundle {

  /**
   * Returns what is remembered; nothing when no bundle was ever used.
   *
   * @throws IOException if that cannot be told: then no bundle is used
   */
  Optional<Seen> last() throws IOException;

  /**
   * Remembers a bundle from now on.
   *
   * @throws IOException if it cannot be kept: then the bundle is not used
   */
  void remember(Seen seen) throws IOException;

  /** Keeps it in a file of one line, which is replaced as a whole. */
  static LastBundle inFile(Path file) {
    return new LastBundleFile(file);
  }

  /** Remembers nothing beyond the process: for tools that only look. */
  static LastBundle none() {
    return new LastBundle() {
      @Override
      public Optional<Seen> last() {
        return Optional.empty();
      }

      @Override
      public void remember(Seen seen) {}
    };
  }

  /**
   * A bundle that was used.
   *
   * @param version its version
   * @param digest its {@link RuleBundle#digest}
   */
  record Seen(long version, String digest) {}
}
