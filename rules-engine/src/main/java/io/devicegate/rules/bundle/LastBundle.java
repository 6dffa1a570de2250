package io.devicegate.rules.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers the newest bundle that was ever used, so that an old one, whose signature is as good,
 * cannot be put back. It must outlive the process; {@link #inFile} does. Thread-safe: the rules of
 * several folders of one bundle may be loaded at the same time.
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
   * @throws IOException if it cannot be kept, or a newer one is remembered meanwhile: then the
   *     bundle is not used
   */
  void remember(Seen seen) throws IOException;

  /** Keeps it in a file of one line, which is replaced as a whole; of one process. */
  static LastBundle inFile(Path file) {
    return new LastBundleFile(file);
  }

  /** Keeps it for as long as the process runs. */
  static LastBundle inMemory() {
    return new LastBundleInMemory();
  }

  /** Remembers nothing: for tools that only look. */
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
  record Seen(long version, String digest) {

    /** Another thread may have used a newer one since this one was verified. */
    void refuseAfter(Optional<Seen> newest) throws IOException {
      if (newest.isPresent() && newest.get().version > version) {
        throw new IOException("version " + newest.get().version + " is used meanwhile");
      }
    }
  }
}
