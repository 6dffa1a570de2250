package io.devicegate.gateway.bundle;

import io.devicegate.gateway.InvalidSettingException;
import io.devicegate.rules.bundle.BundleKeys;
import java.nio.file.Path;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose rules are used.
 *
 * @param publicKey Ed25519 key that signs rules, as PEM text; access policies, login rules and
 *     detections are then used only from a signed bundle, which is the folder around theirs
 * @param versionFile file that remembers the newest version used, so that none that is older can be
 *     put back after a restart; of one process, and its folder must exist
 */
@ConfigurationProperties("devicegate.rules")
record BundleProperties(@Nullable String publicKey, @Nullable Path versionFile) {

  /**
   * Reads the key; null when rules need no signature.
   *
   * @throws InvalidSettingException if it is none
   */
  @Nullable PublicKey key() {
    if (publicKey == null || publicKey.isBlank()) {
      return null;
    }
    try {
      return BundleKeys.publicKey(publicKey);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          "devicegate.rules.public-key: " + e.getMessage(),
          "Set the public key that belongs to the key that signs the bundles.");
    }
  }
}
