package io.devicegate.dashboards.detection;

import io.devicegate.rules.bundle.BundleKeys;
import io.devicegate.rules.bundle.LastBundle;
import io.devicegate.rules.bundle.SignedFolder;
import io.devicegate.rules.source.RuleFolder;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose detections are used. The gateway has the same settings for its rules.
 *
 * @param publicKey Ed25519 key that signs rules, as PEM text; detections of a folder are then used
 *     only from a signed bundle, which is the folder around {@code devicegate.detections.folder}
 * @param versionFile file that remembers the newest version used, so that none that is older can be
 *     put back after a restart; of one process, and its folder must exist
 */
@ConfigurationProperties("devicegate.rules")
public record BundleProperties(@Nullable String publicKey, @Nullable Path versionFile) {

  /**
   * Returns a folder of detections as a part of a signed bundle; nothing when they need no
   * signature.
   *
   * @throws IllegalArgumentException if the key is none
   */
  Optional<SignedFolder> signed(Path folder) {
    if (publicKey == null || publicKey.isBlank()) {
      return Optional.empty();
    }
    LastBundle last = versionFile == null ? LastBundle.inMemory() : LastBundle.inFile(versionFile);
    try {
      return Optional.of(
          new SignedFolder(folder, RuleFolder.YAML, BundleKeys.publicKey(publicKey), last));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("devicegate.rules.public-key: " + e.getMessage(), e);
    }
  }
}
