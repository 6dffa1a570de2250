package io.devicegate.gateway.policy;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.bundle.BundleLoader;
import io.devicegate.rules.bundle.LastBundle;
import io.devicegate.rules.bundle.RuleBundle;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Function;

/**
 * The policies of a signed bundle. What is compiled is what was verified; a version counts as used
 * only once its policies are in use, so that one that does not compile bars no way back.
 */
final class SignedRuleFiles implements RuleFiles {

  private final String name;
  private final BundleLoader looking;
  private final BundleLoader loading;

  /**
   * Creates them.
   *
   * @param directory the policies' folder; the bundle is the one around it
   * @param last remembers the newest version that was ever used
   */
  SignedRuleFiles(Path directory, PublicKey key, LastBundle last) {
    Path policies = directory.toAbsolutePath().normalize();
    Path bundle = policies.getParent() == null ? policies : policies.getParent();
    this.name = String.valueOf(policies.getFileName());
    this.looking = new BundleLoader(bundle, key, LastBundle.none());
    this.loading = new BundleLoader(bundle, key, last);
  }

  @Override
  public List<RuleSource> read() {
    return looking.load(this::policies);
  }

  @Override
  public AccessRules load(List<RuleSource> read, Function<List<RuleSource>, AccessRules> compiler) {
    return loading.load(bundle -> compiler.apply(policies(bundle)));
  }

  private List<RuleSource> policies(RuleBundle bundle) {
    return bundle.rules(name, RuleFolder.YAML);
  }
}
