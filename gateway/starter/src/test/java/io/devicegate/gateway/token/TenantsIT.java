package io.devicegate.gateway.token;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two issuers of different make whose keys have the same id, and a custom domain. */
class TenantsIT {

  private static final String CUSTOM_DOMAIN = "https://login.test/";
  private static final String OTHER_AUDIENCE = "urn:other-api";

  private static final RSAKey OTHER_KEY = TestTokens.key("key-1");

  private static FakeIssuer auth0;
  private static FakeIssuer keycloak;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    auth0 = new FakeIssuer();
    keycloak = new FakeIssuer();
    keycloak.publish(OTHER_KEY);
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(auth0, upstream);
    settings.put("devicegate.tenants[0].additional-issuers", CUSTOM_DOMAIN);
    settings.put("devicegate.tenants[1].name", "keycloak");
    settings.put("devicegate.tenants[1].issuer", keycloak.issuer());
    settings.put("devicegate.tenants[1].preset", "keycloak");
    settings.put("devicegate.tenants[1].audiences", OTHER_AUDIENCE);
    settings.put("devicegate.tenants[1].device-clients", TestTokens.DEVICE_CLIENT);
    gateway = TestGateway.start(settings);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
    auth0.close();
    keycloak.close();
  }

  @BeforeEach
  void reset() {
    upstream.reset();
  }

  @Test
  void eachTenantsKeyVerifiesItsOwnTokens() {
    assertThat(gateway.call("/device/x", auth0.tokens().device()).status()).isEqualTo(200);
    assertThat(gateway.call("/device/x", ofKeycloak(OTHER_KEY)).status()).isEqualTo(200);
  }

  @Test
  void keyOfOneTenantVerifiesNoTokenOfTheOther() {
    refuses(ofKeycloak(TestTokens.KEY), Reason.SIGNATURE_INVALID);
    refuses(
        auth0.tokens().signed(OTHER_KEY, JOSEObjectType.JWT, claims -> {}),
        Reason.SIGNATURE_INVALID);
  }

  @Test
  void audienceOfOneTenantIsNoneOfTheOther() {
    refuses(auth0.tokens().with(claims -> claims.audience(OTHER_AUDIENCE)), Reason.AUDIENCE_WRONG);
  }

  @Test
  void customDomainIsOfItsTenant() {
    String token = auth0.tokens().with(claims -> claims.issuer(CUSTOM_DOMAIN));
    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);
    refuses(auth0.tokens().with(c -> c.issuer("https://login.test")), Reason.ISSUER_UNKNOWN);
  }

  @Test
  void everyIssuerIsInTheMetadata() {
    JsonNode metadata =
        JsonMapper.shared().readTree(gateway.get("/.well-known/oauth-protected-resource").body());

    assertThat(metadata.at("/authorization_servers").valueStream().map(JsonNode::asString))
        .containsExactly(auth0.issuer(), CUSTOM_DOMAIN, keycloak.issuer());
  }

  @Test
  void presetTellsAccessTokensFromOthers() {
    refuses(
        keycloak
            .tokens()
            .signed(
                OTHER_KEY,
                JOSEObjectType.JWT,
                claims -> claims.audience(OTHER_AUDIENCE).claim("typ", "ID")),
        Reason.TOKEN_TYPE_REFUSED);
  }

  @Test
  void sameTokenOnTwoRoutesIsVerifiedOnceAndJudgedByEach() {
    String machine = auth0.tokens().machine();
    assertThat(gateway.call("/token/x", machine).status()).isEqualTo(200);
    refuses(machine, Reason.NOT_DEVICE_FLOW);
    assertThat(gateway.call("/token/y", machine).status()).isEqualTo(200);
  }

  @Test
  void decodersOfTheApplicationCheckTheSame() {
    JwtDecoder decoder = gateway.bean(JwtDecoder.class);
    assertThat(decoder.decode(ofKeycloak(OTHER_KEY)).getSubject()).isEqualTo(TestTokens.SUBJECT);
    assertThatThrownBy(() -> decoder.decode(ofKeycloak(TestTokens.KEY)))
        .isInstanceOf(BadJwtException.class);
    ReactiveJwtDecoder reactive = gateway.bean(ReactiveJwtDecoder.class);
    assertThat(reactive.decode(auth0.tokens().device()).map(Jwt::getAudience).block())
        .isEqualTo(List.of(TestTokens.AUDIENCE));
  }

  @Test
  void opaqueTokenOfAuth0IsAnsweredWithWhatWasForgotten() {
    refuses("k3bkBn0tmVcGXZ1FdPkzr0sqZ7yFZ1Xn", Reason.AUDIENCE_NOT_REQUESTED);
    refuses("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..iv.text.tag", Reason.AUDIENCE_NOT_REQUESTED);
    refuses("garbage", Reason.TOKEN_MALFORMED);
  }

  private static String ofKeycloak(RSAKey key) {
    return keycloak
        .tokens()
        .signed(
            key,
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT),
            claims -> claims.audience(OTHER_AUDIENCE).claim("typ", "Bearer"));
  }

  private static void refuses(String token, Reason reason) {
    upstream.reset();
    assertRefused(gateway.call("/device/x", token), reason, upstream);
  }
}
