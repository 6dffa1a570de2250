package io.devicegate.gateway.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicegate.gateway.InvalidSettingException;
import io.devicegate.gateway.testing.Settings;
import io.devicegate.rules.bundle.BundleKeys;
import java.nio.file.Path;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

class BundlePropertiesTest {

  @Test
  void needsNoSignatureByDefault() {
    BundleProperties bundle = Settings.bind(Enabled.class, BundleProperties.class);

    assertThat(bundle).isEqualTo(new BundleProperties(null, null));
    assertThat(bundle.key()).isNull();
  }

  @Test
  void takesEveryProperty() {
    PublicKey key = BundleKeys.generate().getPublic();
    BundleProperties bundle =
        Settings.bind(
            Enabled.class,
            BundleProperties.class,
            "devicegate.rules.public-key=" + BundleKeys.write(key).replace("\n", ""),
            "devicegate.rules.version-file=rules.version");

    assertThat(bundle.key()).isEqualTo(key);
    assertThat(bundle.versionFile()).isEqualTo(Path.of("rules.version"));
  }

  @Test
  void refusesWhatIsNoKey() {
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> new BundleProperties("no key", null).key())
        .withMessageStartingWith("devicegate.rules.public-key: not an Ed25519 key");
  }

  @EnableConfigurationProperties(BundleProperties.class)
  static class Enabled {}
}
