package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAddressTest {

  private static final URI ISSUER = URI.create("https://tenant.test/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://tenant.test/keys",
        "https://TENANT.test/keys",
        "https://tenant.test:8443/keys",
        "https://tenant.test./keys",
        "https://keys.tenant.test/",
        "https://trusted.test/keys"
      })
  void allowsADiscoveredAddressOnTheIssuersHostOrATrustedOne(String uri) {
    assertThat(KeyAddress.isAllowed(ISSUER, URI.create(uri), Set.of("Trusted.test"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test/keys",
        "https://eviltenant.test/keys",
        "https://tenant.test.evil.test/keys",
        "https://tenant.test@evil.test/keys",
        "https://user@tenant.test/keys",
        "https://tenant.test/keys#x",
        "http://tenant.test/keys",
        "http://localhost/keys",
        "https://169.254.169.254/latest/meta-data",
        "https://[fe80::1]/keys",
        "file:///etc/passwd",
        "ftp://tenant.test/keys",
        "https:tenant.test",
        "/keys"
      })
  void allowsNoOtherDiscoveredAddress(String uri) {
    assertThat(KeyAddress.isAllowed(ISSUER, URI.create(uri), Set.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/",
        "https://169.254.169.254/",
        "https://[fe80::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://0.0.0.0/",
        "https://2852039166/",
        "https://0xA9FEA9FE/",
        "https://0xa9.254.43518/",
        "http://10.0.0.1/",
        "http://localhost.evil.test/",
        "not-a-url"
      })
  void refusesAConfiguredAddress(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyLocation.Given("https://tenant.test/", URI.create(uri)))
        .withMessageStartingWith("jwksUri: " + uri + " (expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000/keys",
        "http://127.0.0.1:9000/keys",
        "http://[::1]:9000/keys",
        "https://10.0.0.1/keys",
        "https://elsewhere.test/keys"
      })
  void allowsAConfiguredAddress(String uri) {
    assertThat(new KeyLocation.Given("https://tenant.test/", URI.create(uri)).jwksUri())
        .hasToString(uri);
  }

  @Test
  void refusesAnIssuerThatIsNoUrl() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyLocation.Discovered("no url at all"))
        .withMessage("issuer: no url at all (expected: a URL)");
  }
}
