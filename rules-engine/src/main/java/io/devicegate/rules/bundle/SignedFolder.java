package io.devicegate.rules.bundle;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Function;

/**
 * One folder of rules in a signed bundle, which is the folder around it. What is compiled is what
 * was verified, and all of the bundle is verified, not only this folder. A version counts as used
 * only once its rules are in use, so that one that does not compile bars no way back. Used by one
 * thread at a time.
 */
public final class SignedFolder {

  private final Path folder;
  private final String name;
  private final String suffix;
  private final BundleLoader looking;
  private final BundleLoader loading;

  /**
   * Creates one; nothing is read yet.
   *
   * @param suffix how the names of its files of rules end, such as {@link
   *     io.devicegate.rules.source.RuleFolder#YAML}
   * @param key an Ed25519 key, as {@link BundleKeys#publicKey} reads it
   * @param last remembers the newest version that was ever used, for all folders of the bundle
   */
  public SignedFolder(Path folder, String suffix, PublicKey key, LastBundle last) {
    this.folder = folder.toAbsolutePath().normalize();
    this.suffix = requireNonNull(suffix, "suffix");
    Path parent = this.folder.getParent();
    Path bundle = parent == null ? this.folder : parent;
    this.name = String.valueOf(this.folder.getFileName());
    this.looking = new BundleLoader(bundle, key, LastBundle.none());
    this.loading = new BundleLoader(bundle, key, last);
  }

  /** Returns the folder around this one. */
  public Path bundle() {
    Path parent = folder.getParent();
    return parent == null ? folder : parent;
  }

  /**
   * Verifies the bundle as it is now and returns the files, without using them.
   *
   * @throws RuleCompilationException if it cannot be trusted
   */
  public List<RuleSource> read() {
    return looking.load(this::files);
  }

  /**
   * Verifies the bundle as it is now, makes rules of the files and, when that went well, remembers
   * its version.
   *
   * @param compiler makes rules of the files, or throws
   * @throws RuleCompilationException if the bundle cannot be trusted, is older than one that was
   *     used, or has no such folder; no rules are to be used then
   */
  public <T> T load(Function<List<RuleSource>, T> compiler) {
    return loading.load(bundle -> compiler.apply(files(bundle)));
  }

  private List<RuleSource> files(RuleBundle bundle) {
    if (!Files.isDirectory(folder)) {
      throw new RuleCompilationException(
          List.of(Problem.of(folder.toString(), "there is no such folder")));
    }
    return bundle.rules(name, suffix);
  }
}
