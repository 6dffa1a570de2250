package io.devicegate.rules.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleLoaderTest {

  private static final Instant CREATED = Instant.parse("2026-11-24T12:00:00Z");
  private static final KeyPair KEYS = BundleKeys.generate();
  private static final String POLICY = "name: p\nrule:\n  match:\n    - output: allow()\n";

  @TempDir private Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    folder = Files.createDirectories(temporary.resolve("rules"));
    Files.createDirectories(folder.resolve("access"));
    Files.createDirectories(folder.resolve("login"));
    Files.writeString(folder.resolve("access/p.yaml"), POLICY);
    Files.writeString(folder.resolve("access/p_test.yaml"), "tests: []\n");
    Files.writeString(folder.resolve("login/10-a.js"), "function (u, c, cb) { cb(null, u, c); }");
    Files.writeString(folder.resolve("README.md"), "rules\n");
    sign(3);
  }

  @Test
  void loadsWhatWasSigned() {
    RuleBundle bundle = load();

    assertThat(bundle.version()).isEqualTo(3);
    assertThat(bundle.created()).isEqualTo(CREATED);
    assertThat(bundle.size()).isEqualTo(4);
    assertThat(bundle.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(bundle.rules("access", RuleFolder.YAML))
        .containsExactly(new RuleSource("p.yaml", POLICY));
    assertThat(bundle.rules("login", RuleFolder.SCRIPT))
        .extracting(RuleSource::file)
        .containsExactly("10-a.js");
    assertThat(bundle.rules("detections", RuleFolder.YAML)).isEmpty();
  }

  @Test
  void compilesToTheSameRulesAsTheFolder() {
    AccessRules rules =
        loader(LastBundle.none())
            .load(
                bundle ->
                    AccessRules.compile(
                        bundle.rules("access", RuleFolder.YAML), AccessRulesOptions.defaults()));

    assertThat(rules.digest())
        .isEqualTo(
            AccessRules.compile(folder.resolve("access"), AccessRulesOptions.defaults()).digest());
  }

  @Test
  void refusesEveryFileThatIsNotAsItWasSigned() throws IOException {
    Files.writeString(folder.resolve("access/p.yaml"), POLICY.replace("allow", "deny"));
    Files.writeString(folder.resolve("access/more.yaml"), POLICY);
    Files.delete(folder.resolve("login/10-a.js"));
    Files.writeString(folder.resolve(".hidden"), "");

    assertRefused(
        ".hidden: not a name for a bundle (expected: letters, digits, _, . and -)",
        "access/more.yaml: not in the manifest; remove it or sign anew",
        "access/p.yaml: changed after the bundle was signed; sign it anew",
        "login/10-a.js: in the manifest, but not in the folder as a plain file");
  }

  @Test
  void refusesAnotherKeysSignature() throws IOException {
    BundleSigner.sign(folder, 4, CREATED, BundleKeys.generate().getPrivate());

    assertRefused("manifest.sig: not a signature of manifest.json by the configured key");
  }

  @Test
  void refusesAManifestThatWasChanged() throws IOException {
    Path manifest = folder.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace(":3,", ":9,"));

    assertRefused("manifest.sig: not a signature of manifest.json by the configured key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64!", "é"})
  void refusesWhatIsNoSignature(String signature) throws IOException {
    Files.writeString(folder.resolve("manifest.sig"), signature);

    assertRefused("manifest.sig: not a signature of manifest.json by the configured key");
  }

  @Test
  void refusesAFolderThatWasNotSigned() throws IOException {
    Files.delete(folder.resolve("manifest.sig"));
    assertRefused("manifest.sig: there is no such file; sign the folder");

    folder = temporary.resolve("nowhere");
    assertThatThrownBy(this::load).hasMessageContaining("there is no such folder");
  }

  @Test
  void refusesALinkEvenToTheSameContent() throws IOException {
    Path outside = Files.writeString(temporary.resolve("p.yaml"), POLICY);
    Files.delete(folder.resolve("access/p.yaml"));
    Files.createSymbolicLink(folder.resolve("access/p.yaml"), outside);

    assertRefused(
        "access/p.yaml: a link or no plain file; put the file itself here",
        "access/p.yaml: in the manifest, but not in the folder as a plain file");
  }

  @Test
  void refusesALinkToAFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("detections"), temporary);

    assertRefused("detections: a link or no plain file; put the file itself here");
  }

  @Test
  void followsALinkToTheBundleItself() throws IOException {
    folder = Files.createSymbolicLink(temporary.resolve("current"), folder);

    assertThat(load().version()).isEqualTo(3);
  }

  /** Even the owner of the key cannot make a bundle reach out of its folder. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../p.yaml",
        "/etc/passwd",
        "access/../../p.yaml",
        "a\\\\b",
        "a//b",
        ".x",
        "manifest.sig"
      })
  void refusesASignedManifestWithAPathThatLeavesTheFolder(String path) throws Exception {
    String json =
        "{\"version\":4,\"created\":\"%s\",\"files\":{\"%s\":\"sha256:%s\"}}"
            .formatted(CREATED, path, "0".repeat(64));
    Files.writeString(folder.resolve("manifest.json"), json);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(KEYS.getPrivate());
    signature.update(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("manifest.sig"), Base64.getEncoder().encodeToString(signature.sign()));

    assertThatThrownBy(this::load)
        .isInstanceOf(RuleCompilationException.class)
        .hasMessageStartingWith("manifest.json: not a manifest: files: '");
  }

  @Test
  void refusesWhatIsTooLarge() throws IOException {
    Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);

    assertRefused("large.yaml: larger than 1 MB; split it");
    assertThatThrownBy(() -> sign(4)).hasMessage("large.yaml: larger than 1 MB; split it");
  }

  @Test
  void neverGoesBackToAnOlderVersion() throws IOException {
    Path file = temporary.resolve("last");
    BundleLoader loader = loader(LastBundle.inFile(file));
    loader.load(bundle -> true);
    loader.load(bundle -> true);
    sign(5);
    assertThat(loader.<Long>load(RuleBundle::version)).isEqualTo(5);

    sign(4);
    assertThatThrownBy(() -> loader(LastBundle.inFile(file)).load(bundle -> true))
        .hasMessage(
            "manifest.json: version 4, but version 5 was used before; sign it as version 6 or"
                + " higher");

    Files.writeString(folder.resolve("access/p.yaml"), POLICY + "\n");
    sign(5);
    assertThatThrownBy(() -> loader.load(bundle -> true))
        .hasMessageContaining("version 5, but version 5 was used before");
    sign(6);
    assertThat(loader.<Long>load(RuleBundle::version)).isEqualTo(6);
    assertThat(Files.readString(file)).startsWith("6 sha256:");
  }

  /** Else a signed bundle that does not compile would bar the way back to the one before it. */
  @Test
  void remembersOnlyWhatCouldBeUsed() throws IOException {
    Path file = temporary.resolve("last");
    BundleLoader loader = loader(LastBundle.inFile(file));

    assertThatThrownBy(
            () ->
                loader.load(
                    bundle -> {
                      throw new IllegalStateException("does not compile");
                    }))
        .hasMessage("does not compile");

    assertThat(file).doesNotExist();
  }

  @Test
  void usesNoBundleWhenItCannotTellOrKeepTheVersion() throws IOException {
    Path file = Files.writeString(temporary.resolve("last"), "3\n");
    assertThatThrownBy(() -> loader(LastBundle.inFile(file)).load(bundle -> true))
        .hasMessageContaining("which version was used last cannot be told");

    Path nowhere = temporary.resolve("nowhere/last");
    assertThatThrownBy(() -> loader(LastBundle.inFile(nowhere)).load(bundle -> true))
        .hasMessageContaining("its version cannot be remembered");
  }

  @Test
  void tellsTheVersionOfTheFolder() throws IOException {
    assertThat(BundleSigner.versionOf(folder)).isEqualTo(3);
    assertThat(BundleSigner.versionOf(temporary)).isZero();
    assertThatThrownBy(() -> sign(0)).hasMessage("version: 0 (expected: 1 or higher)");
  }

  @Test
  void readsTheKeysThatItWrites() {
    PublicKey read = BundleKeys.publicKey(BundleKeys.write(KEYS.getPublic()));
    assertThat(read).isEqualTo(KEYS.getPublic());
    assertThat(BundleKeys.publicKey(Base64.getEncoder().encodeToString(read.getEncoded())))
        .isEqualTo(read);
    assertThat(BundleKeys.privateKey(BundleKeys.write(KEYS.getPrivate())))
        .isEqualTo(KEYS.getPrivate());
    assertThatThrownBy(() -> BundleKeys.privateKey("c2VjcmV0"))
        .hasMessage("not an Ed25519 key (expected: PEM with BEGIN PRIVATE KEY)")
        .hasNoCause();
  }

  private void sign(long version) throws IOException {
    BundleSigner.sign(folder, version, CREATED, KEYS.getPrivate());
  }

  private RuleBundle load() {
    return loader(LastBundle.none()).load(bundle -> bundle);
  }

  private BundleLoader loader(LastBundle last) {
    return new BundleLoader(folder, KEYS.getPublic(), last);
  }

  private void assertRefused(String... problems) {
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            RuleCompilationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrderElementsOf(List.of(problems)));
  }
}
