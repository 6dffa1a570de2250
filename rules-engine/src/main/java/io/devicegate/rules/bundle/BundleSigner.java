package io.devicegate.rules.bundle;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.SourceDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes a bundle of a folder: writes its manifest and the manifest's signature. */
public final class BundleSigner {

  private BundleSigner() {}

  /**
   * Signs a folder as it is now.
   *
   * @param version of the bundle; higher than that of any before
   * @param created the time that the manifest shall name
   * @throws RuleCompilationException if something in the folder cannot be in a bundle
   * @throws IOException if manifest or signature cannot be written
   */
  public static void sign(Path folder, long version, Instant created, PrivateKey key)
      throws IOException {
    List<Problem> problems = new ArrayList<>();
    BundleFolder files = new BundleFolder(folder, problems::add);
    Map<String, String> digests = new TreeMap<>();
    files.files().forEach((name, bytes) -> digests.put(name, SourceDigest.of(bytes)));
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    byte[] manifest = new Manifest(version, created, digests).bytes();
    // The signature last: a folder that is half written does not verify.
    Files.write(files.resolve(Manifest.NAME), manifest);
    Files.writeString(
        files.resolve(Manifest.SIGNATURE),
        Base64.getEncoder().encodeToString(signature(manifest, key)) + "\n",
        StandardCharsets.US_ASCII);
  }

  /**
   * Returns the version that a folder's manifest names, without looking at its signature; 0 when
   * there is no readable manifest.
   */
  public static long versionOf(Path folder) {
    List<Problem> ignored = new ArrayList<>();
    BundleFolder files = new BundleFolder(folder, ignored::add);
    try {
      return files.read(Manifest.NAME).map(Manifest::of).map(Manifest::version).orElse(0L);
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static byte[] signature(byte[] manifest, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(BundleKeys.ALGORITHM);
      signature.initSign(key);
      signature.update(manifest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("key (expected: a private key of Ed25519)", e);
    }
  }
}
