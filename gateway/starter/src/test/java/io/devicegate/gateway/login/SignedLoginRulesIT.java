package io.devicegate.gateway.login;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.rules.bundle.BundleKeys;
import io.devicegate.rules.bundle.BundleSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Login rules of a signed bundle: a gateway starts with those that were signed, or not at all. */
class SignedLoginRulesIT {

  private static final KeyPair KEYS = BundleKeys.generate();
  private static final String REFUSES =
      "function (user, context, callback) { callback(new UnauthorizedError('Not today.')); }";

  private final FakeIssuer issuer = new FakeIssuer();
  private final RecordingUpstream upstream = new RecordingUpstream();

  @TempDir private Path folder;
  private Path bundle = Path.of("");

  @BeforeEach
  void write() throws IOException {
    bundle = Files.createDirectory(folder.resolve("rules"));
    Files.createDirectory(bundle.resolve("login"));
    Files.writeString(bundle.resolve("login/10.js"), REFUSES);
  }

  @AfterEach
  void stop() {
    upstream.close();
    issuer.close();
  }

  @Test
  void startsOnlyWithWhatWasSignedLast() throws IOException {
    assertRefusesToStart("manifest.json: there is no such file; sign the folder");

    sign(2);
    try (TestGateway gateway = start()) {
      assertThat(
              assertRefused(
                  gateway.call("/device/x", issuer.tokens().device()),
                  Reason.LOGIN_RULE_REFUSED,
                  upstream))
          .containsEntry("detail", "Not today.");
    }

    Files.writeString(bundle.resolve("login/20.js"), REFUSES);
    assertRefusesToStart("login/20.js: not in the manifest; remove it or sign anew");
    sign(1);
    assertRefusesToStart("manifest.json: version 1, but version 2 was used before");
  }

  private void assertRefusesToStart(String problem) {
    assertThatThrownBy(() -> start().close())
        .rootCause()
        .hasMessageStartingWith("devicegate.rules.login.directory: ")
        .hasMessageContaining(problem);
  }

  private TestGateway start() {
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.rules.login.directory", bundle.resolve("login").toString());
    settings.put("devicegate.rules.login.timeout", "5s");
    settings.put(
        "devicegate.rules.public-key", BundleKeys.write(KEYS.getPublic()).replace("\n", ""));
    settings.put("devicegate.rules.version-file", folder.resolve("version").toString());
    return TestGateway.start(settings);
  }

  private void sign(long version) throws IOException {
    BundleSigner.sign(bundle, version, Instant.parse("2026-11-25T00:00:00Z"), KEYS.getPrivate());
  }
}
