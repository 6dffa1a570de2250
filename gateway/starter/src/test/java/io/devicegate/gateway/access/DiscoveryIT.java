package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the gateway says of itself, to clients and to its operators. */
class DiscoveryIT {

  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private Harness harness;

  @BeforeEach
  void reset() {
    harness = Harness.shared();
  }

  @Test
  void describesTheProtectedResource() {
    assertThat(json(harness.gateway.get(WELL_KNOWN)))
        .containsEntry("resource", "http://gateway.test")
        .containsEntry("authorization_servers", List.of(harness.issuer.issuer()))
        .containsEntry("bearer_methods_supported", List.of("header"))
        .containsKey("dpop_signing_alg_values_supported")
        .containsEntry("scopes_supported", List.of("admin", "read:catalogue", "write:purchases"));
  }

  @Test
  void describesTheResourceOfAPath() {
    assertThat(json(harness.gateway.get(WELL_KNOWN + "/scoped")))
        .containsEntry("resource", "http://gateway.test/scoped")
        .containsEntry("scopes_supported", List.of("admin", "read:catalogue"));
  }

  @Test
  void knowsNoResourceThatNoRouteNames() {
    assertThat(harness.gateway.get(WELL_KNOWN + "/nothing").status()).isEqualTo(404);
  }

  @Test
  void everyChallengePointsToTheDescription() {
    String challenge = harness.gateway.get("/scoped/x").header("WWW-Authenticate");
    String url = "http://gateway.test" + WELL_KNOWN + "/scoped";

    assertThat(challenge)
        .isEqualTo("Bearer realm=\"devicegate\", resource_metadata=\"" + url + "\"");
  }

  @Test
  void showsOperatorsWhatEachRouteDemands() {
    JsonNode shown =
        JsonMapper.shared().readTree(harness.gateway.get("/actuator/devicegate").body());

    assertThat(shown.at("/tenants/0/issuer").asString()).isEqualTo(harness.issuer.issuer());
    assertThat(shown.at("/tenants/0/audiences/0").asString()).isEqualTo("https://api.test");
    assertThat(shown.at("/tenants/0/tenant").asString()).isEqualTo("test");
    assertThat(shown.at("/tenants/0/dpop").asString()).isEqualTo("OPTIONAL");
    assertThat(shown.at("/routes/default/require").asString()).isEqualTo("device");
    assertThat(shown.at("/routes/none/require").asString()).isEqualTo("none");
    assertThat(shown.at("/routes/fresh/maxAge").asString()).isEqualTo("PT15M");
    assertThat(shown.at("/routes/single/budget").asString()).isEqualTo("single");
    assertThat(shown.at("/routes/any/scopesAny").toString()).contains("admin", "write:purchases");
    assertThat(shown.at("/signals/active").isNumber()).isTrue();
    assertThat(shown.at("/routes/scoped/resource").asString()).isEqualTo("/scoped");
  }

  private static Map<String, Object> json(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readValue(answer.body(), new TypeReference<>() {});
  }
}
