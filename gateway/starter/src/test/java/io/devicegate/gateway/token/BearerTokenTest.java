package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.edge.Credentials.Scheme;
import org.junit.jupiter.api.Test;

class BearerTokenTest {

  @Test
  void tellsJwtsFromOpaqueTokens() {
    assertThat(token("e30.e30.c2ln").isJwt()).isTrue();
    assertThat(token("e30.e30.").isJwt()).isTrue();
    assertThat(token("opaque").isJwt()).isFalse();
    assertThat(token("e30.e30").isJwt()).isFalse();
    assertThat(token("e30..e30.e30.e30").isJwt()).isFalse();
  }

  @Test
  void neverPrintsItself() {
    assertThat(token("e30.e30.c2ln")).hasToString("BearerToken[12 characters]");
  }

  @Test
  void digestTellsTokensApart() {
    assertThat(token("e30.e30.c2ln").digest())
        .isEqualTo(token("e30.e30.c2ln").digest())
        .isNotEqualTo(token("e30.e30.c2lu").digest());
  }

  private static BearerToken token(String value) {
    return new BearerToken(Scheme.BEARER, value);
  }
}
