package io.devicegate.rules.bundle;

import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.SourceDigest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a signed folder of rules, verified and held in memory: what is compiled is what
 * was signed, whatever becomes of the folder meanwhile. Immutable.
 *
 * <p>The folder has {@code manifest.json}, with a version and the SHA-256 of every other file, and
 * {@code manifest.sig}, the manifest's Ed25519 signature (RFC 8032) in base64. At most 5,000 files
 * of 1 MB, 64 MB together.
 */
public final class RuleBundle {

  private final Manifest manifest;
  private final String digest;
  private final Map<String, byte[]> files;

  RuleBundle(Manifest manifest, byte[] manifestBytes, Map<String, byte[]> files) {
    this.manifest = manifest;
    this.digest = SourceDigest.of(manifestBytes);
    this.files = Map.copyOf(files);
  }

  /** Returns the version: each bundle that is to replace another has a higher one. */
  public long version() {
    return manifest.version();
  }

  /** Returns when the bundle was signed, as its signer says. */
  public Instant created() {
    return manifest.created();
  }

  /** Returns {@code sha256:} and the digest of the manifest, and so of everything in the bundle. */
  public String digest() {
    return digest;
  }

  /** Returns how many files there are, manifest and signature not counted. */
  public int size() {
    return files.size();
  }

  /**
   * Returns the files of rules of one folder, sorted by name, as a compiler of that kind of rules
   * takes them.
   *
   * @param folder such as {@code access}
   * @param suffix {@link RuleFolder#YAML} or {@link RuleFolder#SCRIPT}
   */
  public List<RuleSource> rules(String folder, String suffix) {
    Map<String, byte[]> wanted = new TreeMap<>();
    files.forEach(
        (name, bytes) -> {
          String inFolder =
              name.startsWith(folder + "/") ? name.substring(folder.length() + 1) : "";
          if (RuleFolder.isRules(inFolder, suffix) && inFolder.indexOf('/') < 0) {
            wanted.put(inFolder, bytes);
          }
        });
    return wanted.entrySet().stream()
        .map(
            file ->
                new RuleSource(file.getKey(), new String(file.getValue(), StandardCharsets.UTF_8)))
        .toList();
  }
}
