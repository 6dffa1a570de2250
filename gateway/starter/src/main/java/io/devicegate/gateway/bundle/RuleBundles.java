package io.devicegate.gateway.bundle;

import io.devicegate.rules.bundle.LastBundle;
import io.devicegate.rules.bundle.SignedFolder;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether rules have to be signed, and by whom. All kinds of rules are of one bundle, so they share
 * the memory of its newest version.
 */
public final class RuleBundles {

  private final @Nullable PublicKey key;
  private final LastBundle last;

  RuleBundles(@Nullable PublicKey key, LastBundle last) {
    this.key = key;
    this.last = last;
  }

  /**
   * Returns a folder of rules as a part of a signed bundle; nothing when rules need no signature.
   *
   * @param suffix how the names of its files of rules end
   */
  public Optional<SignedFolder> signed(Path folder, String suffix) {
    return Optional.ofNullable(key).map(known -> new SignedFolder(folder, suffix, known, last));
  }
}
