package io.devicegate.gateway.guest;

import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The guest as it was. */
@TestPropertySource(properties = "devicegate.enabled=false")
class WithoutStarterIT extends ShopGatewayTests {

  @Override
  void addCredentials(WebTestClient.Builder builder) {}
}
