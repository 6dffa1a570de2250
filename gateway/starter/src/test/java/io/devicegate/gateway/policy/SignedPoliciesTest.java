package io.devicegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicegate.gateway.telemetry.AccessMetrics;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.bundle.BundleKeys;
import io.devicegate.rules.bundle.BundleSigner;
import io.devicegate.rules.bundle.LastBundle;
import io.devicegate.rules.bundle.SignedFolder;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies of a signed bundle: real files, real signatures. */
class SignedPoliciesTest {

  private static final KeyPair KEYS = BundleKeys.generate();

  @TempDir private Path folder;

  private Path bundle;
  private Path directory;

  @BeforeEach
  void write() throws IOException {
    bundle = Files.createDirectory(folder.resolve("rules"));
    directory = Files.createDirectory(bundle.resolve("access"));
    Files.createDirectory(bundle.resolve("login"));
    Files.writeString(bundle.resolve("login/10.js"), "function (u, c, cb) { cb(null, u, c); }");
    sign(1, "one");
  }

  @Test
  void refusesAtTheStartWhatIsNotSigned() throws IOException {
    Files.writeString(bundle.resolve("login/10.js"), "function (u, c, cb) {}");

    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(this::policies)
        .withMessageContaining("login/10.js: changed after the bundle was signed");
  }

  @Test
  void takesANewerBundleAndNoneThatIsChangedOrOlder() throws IOException {
    AccessPolicies policies = policies();
    assertThat(policies.status().policies()).isEqualTo(1);
    String first = policies.status().digest();

    Files.writeString(directory.resolve("more.yaml"), policy("more"));
    refreshTwice(policies);
    assertThat(policies.status().problems())
        .singleElement()
        .asString()
        .contains("access/more.yaml: not in the manifest");
    assertThat(policies.status().digest()).isEqualTo(first);

    Files.delete(directory.resolve("more.yaml"));
    sign(2, "two");
    refreshTwice(policies);
    assertThat(policies.status().problems()).isEmpty();
    assertThat(policies.status().digest()).isNotEqualTo(first);

    sign(1, "one");
    refreshTwice(policies);
    assertThat(policies.status().problems())
        .singleElement()
        .asString()
        .contains("version 1, but version 2 was used before");
  }

  @Test
  void bundleThatDoesNotCompileBarsNoWayBack() throws IOException {
    AccessPolicies policies = policies();
    Files.writeString(directory.resolve("all.yaml"), "name: all\nrule: broken\n");
    sign(2);
    refreshTwice(policies);
    assertThat(policies.status().isStale()).isTrue();

    sign(1, "one");
    refreshTwice(policies);
    assertThat(policies.status().isStale()).isFalse();
  }

  @Test
  void remembersTheVersionBeyondTheProcess() throws IOException {
    sign(2, "two");
    assertThat(policies().status().policies()).isEqualTo(1);
    sign(1, "one");

    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(this::policies)
        .withMessageContaining("version 1, but version 2 was used before");
  }

  private AccessPolicies policies() {
    LastBundle last = LastBundle.inFile(folder.resolve("version"));
    return new AccessPolicies(
        new RuleLoader(
            RuleFiles.of(new SignedFolder(directory, RuleFolder.YAML, KEYS.getPublic(), last)),
            AccessRulesOptions.defaults()),
        new Recording(true, true, 0),
        new AccessMetrics(new SimpleMeterRegistry()),
        Clock.systemUTC());
  }

  private static void refreshTwice(AccessPolicies policies) {
    policies.refresh();
    assertThat(policies.refresh()).isTrue();
  }

  private void sign(long version, String reason) throws IOException {
    Files.writeString(directory.resolve("all.yaml"), policy(reason));
    sign(version);
  }

  private void sign(long version) throws IOException {
    BundleSigner.sign(bundle, version, Instant.parse("2026-11-25T00:00:00Z"), KEYS.getPrivate());
  }

  private static String policy(String reason) {
    return "name: " + reason + "\nrule: {match: [{output: allow('" + reason + "')}]}\n";
  }
}
