package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A gateway behind a proxy: this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedProxiesIT {

  private final FakeIssuer issuer = new FakeIssuer();
  private final RecordingUpstream upstream = new RecordingUpstream();
  private TestGateway gateway;

  @BeforeAll
  void start() {
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.edge.trusted-proxies", "127.0.0.0/8, 10.0.0.0/8");
    settings.put("devicegate.edge.external-origins", "https://api.test/shop");
    settings.put("spring.cloud.gateway.server.webflux.trusted-proxies", ".*");
    // What Boot does unasked on Kubernetes.
    settings.put("server.forward-headers-strategy", "native");
    gateway = TestGateway.start(settings, Harness.Observers.class);
  }

  @AfterAll
  void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @BeforeEach
  void reset() {
    upstream.reset();
  }

  @Test
  void takesTheClientFromTheNearestUntrustedHop() {
    gateway.get("/open/x", "X-Forwarded-For: 203.0.113.66, 198.51.100.7, 10.1.2.3");

    assertThat(ip()).isEqualTo("198.51.100.7");
    assertThat(upstream.request().values("X-Forwarded-For").toString()).contains("198.51.100.7");
  }

  @Test
  void alsoOfRequestsRefusedBeforeRouting() {
    gateway.get("/open//x", "X-Forwarded-For: 198.51.100.7");

    assertThat(ip()).isEqualTo("198.51.100.7");
  }

  @Test
  void dropsTheKindThatTheProxyDoesNotWrite() {
    gateway.get("/open/x", "Forwarded: for=203.0.113.66", "x_forwarded_for: 203.0.113.66");

    assertThat(ip()).isEqualTo("127.0.0.1");
    assertThat(upstream.request().toString()).doesNotContain("203.0.113.66");
  }

  @Test
  void saysItsExternalUrl() {
    assertThat(gateway.get("/device/x").header("WWW-Authenticate"))
        .contains(
            "resource_metadata=\"https://api.test/shop/.well-known/oauth-protected-resource\"");
    assertThat(ip()).isEqualTo("127.0.0.1");
  }

  private @Nullable String ip() {
    return gateway.bean(Harness.RecordingExporter.class).next().ip();
  }
}
