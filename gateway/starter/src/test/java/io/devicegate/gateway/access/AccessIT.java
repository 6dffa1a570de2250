package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessIT {

  private static FakeIssuer issuer;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    gateway = TestGateway.start(TestGateway.settings(issuer, upstream));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @BeforeEach
  void reset() {
    issuer.reset();
    upstream.reset();
  }

  @Test
  void letsDeviceTokenThroughWithIdentity() {
    Answer answer = gateway.call("/device/catalogue", issuer.tokens().device());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(upstream.request().values("X-Device-Subject")).containsExactly(TestTokens.SUBJECT);
    assertThat(upstream.request().values("X-Device-Client"))
        .containsExactly(TestTokens.DEVICE_CLIENT);
    assertThat(upstream.request().values("X-Device-Scope"))
        .containsExactly("read:catalogue write:purchases");
    assertThat(upstream.request().values("X-Device-Protocol"))
        .containsExactly("oauth2-device-code");
    assertThat(upstream.request().values("X-Device-Decision"))
        .singleElement()
        .asString()
        .hasSize(26);
  }

  @Test
  void refusesRequestWithoutToken() {
    Answer answer = gateway.get("/device/catalogue");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(upstream.requests()).isEmpty();
  }
}
