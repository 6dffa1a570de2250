package io.devicegate.rules.bundle;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.SourceDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Loads rules from a signed folder, and from nothing else: it refuses a signature that is not of
 * the key, a file that is missing, changed or not in the manifest, and a version older than one
 * that was used before. Loads one at a time.
 */
public final class BundleLoader {

  private final Path folder;
  private final PublicKey key;
  private final LastBundle last;

  /**
   * Creates one of a folder; nothing is read yet.
   *
   * @param key an Ed25519 key, as {@link BundleKeys#publicKey} reads it
   */
  public BundleLoader(Path folder, PublicKey key, LastBundle last) {
    this.folder = requireNonNull(folder, "folder");
    this.key = requireNonNull(key, "key");
    this.last = requireNonNull(last, "last");
  }

  /**
   * Verifies what is in the folder now, makes rules of it and, when that went well, remembers the
   * version.
   *
   * @param compiler makes rules of the bundle, or throws
   * @throws RuleCompilationException with everything that is wrong; no rules are to be used then
   */
  public synchronized <T> T load(Function<RuleBundle, T> compiler) {
    RuleBundle bundle = verify();
    Optional<LastBundle.Seen> seen = remembered();
    refuseOlder(bundle, seen);
    T rules = compiler.apply(bundle);
    LastBundle.Seen used = new LastBundle.Seen(bundle.version(), bundle.digest());
    if (!seen.equals(Optional.of(used))) {
      remember(used);
    }
    return rules;
  }

  private RuleBundle verify() {
    List<Problem> problems = new ArrayList<>();
    BundleFolder files = new BundleFolder(folder, problems::add);
    Optional<byte[]> json = files.read(Manifest.NAME);
    Optional<byte[]> signature = files.read(Manifest.SIGNATURE);
    if (json.isEmpty() || signature.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    if (!isSigned(json.get(), signature.get())) {
      // Nothing of an unsigned manifest is looked at.
      throw refused(Manifest.SIGNATURE, "not a signature of manifest.json by the configured key");
    }
    Manifest manifest = manifest(json.get());
    Map<String, byte[]> found = files.files();
    compare(manifest.files(), found, problems);
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return new RuleBundle(manifest, json.get(), found);
  }

  private static void compare(
      Map<String, String> signed, Map<String, byte[]> found, List<Problem> problems) {
    signed.forEach(
        (name, digest) -> {
          byte[] bytes = found.get(name);
          if (bytes == null) {
            problems.add(
                Problem.of(name, "in the manifest, but not in the folder as a plain file"));
          } else if (!SourceDigest.of(bytes).equals(digest)) {
            problems.add(Problem.of(name, "changed after the bundle was signed; sign it anew"));
          }
        });
    found.keySet().stream()
        .filter(name -> !signed.containsKey(name))
        .forEach(
            name -> problems.add(Problem.of(name, "not in the manifest; remove it or sign anew")));
  }

  private boolean isSigned(byte[] manifest, byte[] base64) {
    try {
      Signature signature = Signature.getInstance(BundleKeys.ALGORITHM);
      signature.initVerify(key);
      signature.update(manifest);
      String text = new String(base64, StandardCharsets.US_ASCII).strip();
      return signature.verify(Base64.getDecoder().decode(text));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Manifest manifest(byte[] json) {
    try {
      return Manifest.of(json);
    } catch (IllegalArgumentException e) {
      throw refused(Manifest.NAME, "not a manifest: " + e.getMessage());
    }
  }

  private Optional<LastBundle.Seen> remembered() {
    try {
      return last.last();
    } catch (IOException e) {
      throw refused(Manifest.NAME, "which version was used last cannot be told: " + e.getMessage());
    }
  }

  private static void refuseOlder(RuleBundle bundle, Optional<LastBundle.Seen> seen) {
    long newest = seen.map(LastBundle.Seen::version).orElse(0L);
    boolean other = seen.isPresent() && !seen.get().digest().equals(bundle.digest());
    if (bundle.version() < newest || (bundle.version() == newest && other)) {
      throw refused(
          Manifest.NAME,
          "version %d, but version %d was used before; sign it as version %d or higher"
              .formatted(bundle.version(), newest, newest + 1));
    }
  }

  private void remember(LastBundle.Seen used) {
    try {
      last.remember(used);
    } catch (IOException e) {
      throw refused(Manifest.NAME, "its version cannot be remembered: " + e.getMessage());
    }
  }

  private static RuleCompilationException refused(String file, String message) {
    return new RuleCompilationException(List.of(Problem.of(file, message)));
  }
}
