package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.devicegate.gateway.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeySetTest {

  @Test
  void keepsUsableKeysAndOnlyTheirPublicHalf() {
    KeySet keys = keys(TestTokens.KEY);

    assertThat(keys.keys()).containsExactly(TestTokens.KEY.toPublicJWK());
    assertThat(keys.matching("key-1")).hasSize(1);
    assertThat(keys.matching(null)).hasSize(1);
    assertThat(keys.matching("key-2")).isEmpty();
  }

  @Test
  void leavesOutWhatIsWeakSecretOrForAnotherUse() throws JOSEException {
    JWK weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    JWK secret = new OctetSequenceKeyGenerator(256).keyID("secret").generate();
    JWK encryption =
        new RSAKeyGenerator(2048).keyUse(KeyUse.ENCRYPTION).keyID("encryption").generate();

    assertThat(keys(weak, secret, encryption, TestTokens.KEY).keys())
        .containsExactly(TestTokens.KEY.toPublicJWK());
  }

  @Test
  void brokenKeyDoesNotSpoilTheOthers() {
    Map<String, Object> good = TestTokens.KEY.toJSONObject();

    for (Object broken : List.of(Map.of("kty", "RSA"), Map.of(), "text", 7, List.of())) {
      assertThat(KeySet.of(Map.of("keys", List.of(broken, good))).keys()).hasSize(1);
    }
  }

  @Test
  void hasNoKeysWhenItIsNoKeySet() {
    assertThat(KeySet.of(Map.of()).keys()).isEmpty();
    assertThat(KeySet.of(Map.of("keys", "none")).keys()).isEmpty();
  }

  @Test
  void readsBoundedNumberOfKeys() {
    List<Map<String, Object>> many =
        Stream.generate(TestTokens.KEY::toJSONObject).limit(200).toList();

    assertThat(KeySet.of(Map.of("keys", many)).keys()).hasSize(100);
  }

  private static KeySet keys(JWK... keys) {
    return KeySet.of(Map.of("keys", Stream.of(keys).map(JWK::toJSONObject).toList()));
  }
}
