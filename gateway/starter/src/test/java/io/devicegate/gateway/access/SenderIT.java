package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.DpopClient;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tokens that are bound to their sender. Route device takes bound and unbound ones, route token
 * bound ones only, route default knows no DPoP. A proxy on this machine writes Client-Cert.
 */
class SenderIT {

  /** What openssl says of device.pem. */
  private static final String THUMBPRINT = "KOm8bzdALbzhX-V8-EdvvtyozSa8RYTjDCVRbIwyuoA";

  private static final String OPTIONAL = "/device/x";
  private static final String REQUIRED = "/token/x";
  private static final String OFF = "/default/x";

  private static FakeIssuer issuer;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;

  private final DpopClient client = new DpopClient();

  @BeforeAll
  static void start() {
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    String routes = "spring.cloud.gateway.server.webflux.routes";
    settings.put(routes + "[1].metadata.devicegate.dpop", "required");
    settings.put(routes + "[3].metadata.devicegate.dpop", "off");
    settings.put("devicegate.client-certificate.source", "client-cert");
    settings.put("devicegate.client-certificate.trusted-proxies", "127.0.0.1");
    gateway = TestGateway.start(settings);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @BeforeEach
  void reset() {
    upstream.reset();
  }

  @Test
  void acceptsBoundTokenWithItsProof() {
    for (String path : new String[] {OPTIONAL, REQUIRED}) {
      upstream.reset();
      String token = bound();
      assertThat(dpop(path, token, client.proof("GET", url(path), token)).status())
          .as(path)
          .isEqualTo(200);
      assertThat(upstream.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("Regression 16: the second use of a proof")
  void refusesSecondUseOfProof() {
    String token = bound();
    String proof = client.proof("GET", url(OPTIONAL), token);
    assertThat(dpop(OPTIONAL, token, proof).status()).isEqualTo(200);
    upstream.reset();

    Answer answer = dpop(OPTIONAL, token, proof);

    refused(answer, Reason.DPOP_PROOF_REPLAYED);
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("DPoP error=\"invalid_dpop_proof\"")
        .contains("algs=\"ES256")
        .contains("resource_metadata=");
  }

  @Test
  @DisplayName("Regression 16: a DPoP-bound token as Bearer, on every route")
  void refusesBoundTokenAsBearerOnEveryRoute() {
    refused(gateway.call(OPTIONAL, bound()), Reason.DPOP_DOWNGRADE);
    refused(gateway.call(REQUIRED, bound()), Reason.DPOP_DOWNGRADE);
    refused(gateway.call(OFF, bound()), Reason.DPOP_DOWNGRADE);
  }

  @Test
  @DisplayName("Regression 16: a DPoP-bound token as Bearer that is remembered")
  void refusesBoundTokenAsBearerAlsoWhenItIsRemembered() {
    String token = bound();
    assertThat(dpop(OPTIONAL, token, client.proof("GET", url(OPTIONAL), token)).status())
        .isEqualTo(200);
    upstream.reset();
    refused(gateway.call(OPTIONAL, token), Reason.DPOP_DOWNGRADE);
  }

  @Test
  @DisplayName("Regression 16: a proof for another method, URL or token")
  void refusesProofThatIsNotForThisRequest() {
    String token = bound();
    refused(
        dpop(OPTIONAL, token, client.proof("POST", url(OPTIONAL), token)),
        Reason.DPOP_PROOF_INVALID);
    refused(
        dpop(OPTIONAL, token, client.proof("GET", url(REQUIRED), token)),
        Reason.DPOP_PROOF_INVALID);
    refused(
        dpop(OPTIONAL, token, client.proof("GET", url(OPTIONAL), "other")),
        Reason.DPOP_PROOF_INVALID);
    refused(dpop(OPTIONAL, token, "rubbish"), Reason.DPOP_PROOF_INVALID);
    refused(gateway.get(OPTIONAL, "Authorization: DPoP " + token), Reason.DPOP_PROOF_INVALID);
  }

  @Test
  @DisplayName("Regression 16: a proof of another key")
  void refusesProofOfAnotherKey() {
    String token = bound();
    String proof = new DpopClient().proof("GET", url(OPTIONAL), token);
    refused(dpop(OPTIONAL, token, proof), Reason.DPOP_KEY_MISMATCH);
  }

  @Test
  void refusesUnboundTokenWhereDpopIsRequiredAndSaysSo() {
    Answer unbound = gateway.call(REQUIRED, issuer.tokens().device());
    refused(unbound, Reason.DPOP_REQUIRED);
    assertThat(unbound.header("WWW-Authenticate")).startsWith("DPoP error=\"invalid_token\"");

    Answer none = gateway.get(REQUIRED);
    refused(none, Reason.TOKEN_MISSING);
    assertThat(none.header("WWW-Authenticate")).startsWith("DPoP algs=\"ES256");
  }

  @Test
  @DisplayName("Regression 16: an unbound token with the scheme DPoP")
  void refusesUnboundTokenWithDpopScheme() {
    String token = issuer.tokens().device();
    refused(
        dpop(OPTIONAL, token, client.proof("GET", url(OPTIONAL), token)),
        Reason.DPOP_TOKEN_UNBOUND);
  }

  @Test
  void refusesDpopWhereItIsOff() {
    String token = bound();
    refused(dpop(OFF, token, client.proof("GET", url(OFF), token)), Reason.SENDER_UNSUPPORTED);
    assertThat(gateway.call(OFF, issuer.tokens().device()).status()).isEqualTo(200);
  }

  @Test
  void refusesConfirmationThatNobodyCanCheck() {
    String token = issuer.tokens().with(claims -> claims.claim("cnf", Map.of("kid", "key-7")));
    refused(gateway.call(OPTIONAL, token), Reason.SENDER_UNSUPPORTED);
  }

  @Test
  void acceptsCertificateBoundTokenWithTheCertificateThatTheProxySaw() {
    assertThat(withCertificate(gateway, certificateBound(THUMBPRINT)).status()).isEqualTo(200);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  @DisplayName("Regression 17: a certificate-bound token without or with another certificate")
  void refusesCertificateBoundTokenWithoutOrWithAnotherCertificate() {
    refused(gateway.call(OPTIONAL, certificateBound(THUMBPRINT)), Reason.CERTIFICATE_REQUIRED);
    String other = "A" + THUMBPRINT.substring(1);
    refused(withCertificate(gateway, certificateBound(other)), Reason.CERTIFICATE_MISMATCH);
  }

  @Test
  @DisplayName("Regression 17: the certificate header of a client that is no proxy")
  void refusesCertificateInHeaderOfSomebodyWhoIsNoProxy() {
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.client-certificate.source", "client-cert");
    settings.put("devicegate.client-certificate.trusted-proxies", "192.0.2.0/24");
    try (TestGateway exposed = TestGateway.start(settings)) {
      refused(withCertificate(exposed, certificateBound(THUMBPRINT)), Reason.CERTIFICATE_REQUIRED);
    }
  }

  @Test
  void asksForNonceWhereTheGatewayWantsOne() {
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.dpop.nonce", true);
    try (TestGateway nonces = TestGateway.start(settings)) {
      String token = bound();
      Answer first =
          nonces.get(
              OPTIONAL,
              "Authorization: DPoP " + token,
              "DPoP: " + client.proof("GET", url(OPTIONAL), token));
      refused(first, Reason.DPOP_NONCE_REQUIRED);
      assertThat(first.header("WWW-Authenticate")).startsWith("DPoP error=\"use_dpop_nonce\"");

      String proof = client.proof("GET", url(OPTIONAL), token, first.header("DPoP-Nonce"));
      Answer second = nonces.get(OPTIONAL, "Authorization: DPoP " + token, "DPoP: " + proof);
      assertThat(second.status()).as(second.body()).isEqualTo(200);
    }
  }

  private String bound() {
    return issuer.tokens().with(claims -> claims.claim("cnf", client.confirmation()));
  }

  private static String certificateBound(String thumbprint) {
    return issuer.tokens().with(claims -> claims.claim("cnf", Map.of("x5t#S256", thumbprint)));
  }

  private static Answer withCertificate(TestGateway gateway, String token) {
    return gateway.get(
        OPTIONAL, "Authorization: Bearer " + token, "Client-Cert: :" + certificate() + ":");
  }

  private static Answer dpop(String path, String token, String proof) {
    return gateway.get(path, "Authorization: DPoP " + token, "DPoP: " + proof);
  }

  private static String url(String path) {
    return "http://gateway.test" + path;
  }

  private static void refused(Answer answer, Reason reason) {
    assertThat(answer.body()).contains("\"reason\":\"" + reason.wireName() + "\"");
    assertThat(answer.status()).isEqualTo(reason.status());
    assertThat(upstream.requests()).isEmpty();
  }

  private static String certificate() {
    try (InputStream pem =
        SenderIT.class.getResourceAsStream("/io/devicegate/gateway/proof/device.pem")) {
      assertThat(pem).isNotNull();
      return new String(pem.readAllBytes(), StandardCharsets.US_ASCII)
          .replaceAll("-----[A-Z ]+-----|\\s", "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
