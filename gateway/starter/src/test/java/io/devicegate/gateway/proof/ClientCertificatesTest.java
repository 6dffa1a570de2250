package io.devicegate.gateway.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devicegate.gateway.edge.Credentials.Scheme;
import io.devicegate.gateway.edge.ExternalOrigins;
import io.devicegate.gateway.edge.ForwardedHeader;
import io.devicegate.gateway.edge.HeaderLines;
import io.devicegate.gateway.edge.TrustedNetworks;
import io.devicegate.gateway.proof.ProofResult.Accepted;
import io.devicegate.gateway.proof.ProofResult.Binding;
import io.devicegate.gateway.proof.ProofResult.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientCertificatesTest {

  /** What openssl says of device.pem. */
  private static final String THUMBPRINT = "KOm8bzdALbzhX-V8-EdvvtyozSa8RYTjDCVRbIwyuoA";

  private static final String HEX =
      "28e9bc6f37402dbce15fe57cf8476fbedca8cd26bc4584e30c25516c8c32ba80";
  private static final String PEM = pem();
  private static final String BASE64 = PEM.replaceAll("-----[A-Z ]+-----|\\s", "");
  private static final String ESCAPED =
      URLEncoder.encode(PEM, StandardCharsets.UTF_8).replace("+", "%20");

  private static final InetAddress PROXY = InetAddress.getLoopbackAddress();
  private static final TrustedNetworks PROXIES = TrustedNetworks.of(List.of("127.0.0.0/8", "::1"));

  @ParameterizedTest(name = "{0} token, certificates {1} -> {2}")
  @CsvSource({
    "plain, OFF,      ",
    "plain, OPTIONAL, ",
    "plain, REQUIRED, CERTIFICATE_REQUIRED",
    "bound, OFF,      CERTIFICATE_OFF",
    "bound, OPTIONAL, ",
    "bound, REQUIRED, ",
  })
  void boundTokensPassWithTheirCertificateOnlyAndPlainOnesWhereNoneIsRequired(
      String token, ProofMode mode, @Nullable ProofRefusal refusal) {
    Map<String, Object> claims = token.equals("bound") ? cnf(THUMBPRINT) : Map.of();

    assertThat(refusal(check(ClientCertificates.ofConnection(), claims, mode, connection())))
        .isEqualTo(refusal);
  }

  @Test
  void acceptsTheCertificateOfTheConnection() {
    assertThat(checkBound(ClientCertificates.ofConnection(), connection()))
        .isEqualTo(new Accepted(Set.of(Binding.CERTIFICATE), null));
  }

  @Test
  void refusesABoundTokenWithoutCertificateAndWithAnother() {
    ClientCertificates ofConnection = ClientCertificates.ofConnection();
    Map<String, Object> other = cnf(Digests.sha256Url(new byte[] {1}));

    assertThat(refusal(checkBound(ofConnection, header("x", "y"))))
        .isEqualTo(ProofRefusal.CERTIFICATE_MISSING);
    assertThat(refusal(check(ofConnection, other, ProofMode.OPTIONAL, connection())))
        .isEqualTo(ProofRefusal.CERTIFICATE_MISMATCH);
  }

  static Stream<Arguments> headers() {
    String three = "X-Cert";
    return Stream.of(
        Arguments.of(CertificateSource.CLIENT_CERT, "Client-Cert", ":" + BASE64 + ":"),
        Arguments.of(
            CertificateSource.FORWARDED_CLIENT_CERT, "X-Forwarded-Client-Cert", "Hash=" + HEX),
        Arguments.of(
            CertificateSource.FORWARDED_CLIENT_CERT,
            "X-Forwarded-Client-Cert",
            "By=spiffe://a;Hash=" + HEX + ";Subject=\"CN=a,O=\\\"b;Hash=0\\\"\";URI=;DNS=a;DNS=b"),
        Arguments.of(
            CertificateSource.FORWARDED_CLIENT_CERT,
            "X-Forwarded-Client-Cert",
            "Cert=\"" + ESCAPED + "\""),
        Arguments.of(CertificateSource.ESCAPED_PEM, three, ESCAPED),
        Arguments.of(
            CertificateSource.ESCAPED_PEM,
            three,
            URLEncoder.encode(BASE64, StandardCharsets.UTF_8)),
        Arguments.of(CertificateSource.ESCAPED_PEM, three, BASE64));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("headers")
  void readsEachFormOfEachProxyAndOnlyFromTrustedPeers(
      CertificateSource source, String name, String value) {
    ClientCertificates trusting = new ClientCertificates(source, "X-Cert", PROXIES);
    ClientCertificates trustless = new ClientCertificates(source, "X-Cert", TrustedNetworks.none());

    assertThat(checkBound(trusting, header(name, value))).isInstanceOf(Accepted.class);
    assertThat(refusal(checkBound(trustless, header(name, value))))
        .isEqualTo(ProofRefusal.CERTIFICATE_MISSING);
  }

  @Test
  void theConnectionOfAProxyDoesNotStandInForItsHeader() {
    ClientCertificates fromHeader =
        new ClientCertificates(CertificateSource.CLIENT_CERT, null, PROXIES);

    assertThat(refusal(checkBound(fromHeader, connection())))
        .isEqualTo(ProofRefusal.CERTIFICATE_MISSING);
  }

  @Test
  void aHeaderDoesNotStandInForTheConnection() {
    assertThat(
            refusal(
                checkBound(
                    ClientCertificates.ofConnection(), header("Client-Cert", ":" + BASE64 + ":"))))
        .isEqualTo(ProofRefusal.CERTIFICATE_MISSING);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "CLIENT_CERT, ''",
        "CLIENT_CERT, AAAA",
        "CLIENT_CERT, ::",
        "CLIENT_CERT, :not base64:",
        "CLIENT_CERT, ':AAAA:, :AAAA:'",
        "FORWARDED_CLIENT_CERT, Hash=00",
        "FORWARDED_CLIENT_CERT, Hash=zz",
        "FORWARDED_CLIENT_CERT, Subject=x",
        "FORWARDED_CLIENT_CERT, 'Hash=a,Hash=b'",
        "FORWARDED_CLIENT_CERT, Hash=a;Hash=b",
        "FORWARDED_CLIENT_CERT, Subject=\"open",
        "ESCAPED_PEM, %zz",
        "ESCAPED_PEM, %2",
        "ESCAPED_PEM, ''",
        "ESCAPED_PEM, (null)",
        "ESCAPED_PEM, 'AAAA,AAAA'",
        "ESCAPED_PEM, -----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE----------BEGIN"
            + " CERTIFICATE-----AAAA-----END CERTIFICATE-----",
      })
  void refusesHeadersThatAreNotOneCertificate(CertificateSource source, String value) {
    ClientCertificates certificates = new ClientCertificates(source, "X-Cert", PROXIES);
    ProofRequest request = request(name -> List.of(value), List.of());

    assertThat(refusal(checkBound(certificates, request)))
        .isEqualTo(ProofRefusal.CERTIFICATE_MALFORMED);
  }

  @Test
  void refusesTwoLinesAndLongOnes() {
    ClientCertificates certificates =
        new ClientCertificates(CertificateSource.CLIENT_CERT, null, PROXIES);
    String value = ":" + BASE64 + ":";
    String longer = ":" + "AAAA".repeat(5_000) + ":";

    assertThat(refusal(checkBound(certificates, request(n -> List.of(value, value), List.of()))))
        .isEqualTo(ProofRefusal.CERTIFICATE_MALFORMED);
    assertThat(refusal(checkBound(certificates, request(n -> List.of(longer), List.of()))))
        .isEqualTo(ProofRefusal.CERTIFICATE_MALFORMED);
  }

  @Test
  void aTokenBoundToBothNeedsBoth() {
    TestProofs client = TestProofs.es256().at(Clock.systemUTC().instant().getEpochSecond());
    client.claim("htu", "https://api.example.com/things");
    Map<String, Object> claims = Map.of("cnf", Map.of("jkt", client.jkt(), "x5t#S256", THUMBPRINT));
    PresentedToken token = new PresentedToken(Scheme.DPOP, TestProofs.TOKEN, claims);
    SenderConstraint constraint = constraint(ClientCertificates.ofConnection());
    String proof = client.sign();

    assertThat(refusal(constraint.check(token, ProofPolicy.OPTIONAL, proven(proof, List.of()))))
        .isEqualTo(ProofRefusal.CERTIFICATE_MISSING);
    assertThat(constraint.check(token, ProofPolicy.OPTIONAL, proven(proof, List.of(certificate()))))
        .isEqualTo(new Accepted(Set.of(Binding.DPOP, Binding.CERTIFICATE), null));
  }

  @Test
  void namesTheHeaderThatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientCertificates(CertificateSource.ESCAPED_PEM, " ", PROXIES))
        .withMessageStartingWith("header: (none) (expected: ");
  }

  private static ProofResult checkBound(ClientCertificates certificates, ProofRequest request) {
    return check(certificates, cnf(THUMBPRINT), ProofMode.OPTIONAL, request);
  }

  private static ProofResult check(
      ClientCertificates certificates,
      Map<String, Object> claims,
      ProofMode mode,
      ProofRequest request) {
    PresentedToken token = new PresentedToken(Scheme.BEARER, TestProofs.TOKEN, claims);
    return constraint(certificates)
        .check(token, new ProofPolicy(ProofMode.OPTIONAL, mode), request);
  }

  private static SenderConstraint constraint(ClientCertificates certificates) {
    Clock clock = Clock.systemUTC();
    ExternalOrigins origins =
        new ExternalOrigins(List.of(), TrustedNetworks.none(), ForwardedHeader.X_FORWARDED);
    return new SenderConstraint(
        DpopSettings.defaults(), origins, certificates, new InMemoryReplayStore(10, clock), clock);
  }

  private static Map<String, Object> cnf(String thumbprint) {
    return Map.of("cnf", Map.of("x5t#S256", thumbprint));
  }

  private static ProofRequest connection() {
    return request(name -> List.of(), List.of(certificate()));
  }

  private static ProofRequest header(String name, String value) {
    return request(asked -> asked.equalsIgnoreCase(name) ? List.of(value) : List.of(), List.of());
  }

  private static ProofRequest proven(String proof, List<X509Certificate> certificates) {
    Map<String, List<String>> lines =
        Map.of("DPoP", List.of(proof), "Host", List.of("api.example.com"));
    return request(name -> lines.getOrDefault(name, List.of()), certificates);
  }

  private static ProofRequest request(HeaderLines lines, List<X509Certificate> certificates) {
    return new ProofRequest("GET", "https", "/things", PROXY, lines, certificates);
  }

  private static @Nullable ProofRefusal refusal(ProofResult result) {
    return result instanceof Refused refused ? refused.reason() : null;
  }

  private static X509Certificate certificate() {
    try {
      byte[] bytes = PEM.getBytes(StandardCharsets.US_ASCII);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem() {
    try (InputStream in = ClientCertificatesTest.class.getResourceAsStream("device.pem")) {
      if (in == null) {
        throw new IllegalStateException("device.pem is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
