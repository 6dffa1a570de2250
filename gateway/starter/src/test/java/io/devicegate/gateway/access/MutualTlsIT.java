package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that ends mutual TLS itself: the certificate of the connection is the sender's. */
class MutualTlsIT {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private static FakeIssuer issuer;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;
  private static KeyStore server;
  private static KeyStore device;
  private static KeyStore other;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = keyPair(folder, "server", "-ext", "san=ip:127.0.0.1");
    device = keyPair(folder, "device");
    other = keyPair(folder, "other");
    KeyStore clients = KeyStore.getInstance("PKCS12");
    clients.load(null, PASSWORD);
    clients.setCertificateEntry("device", device.getCertificate("device"));
    clients.setCertificateEntry("other", other.getCertificate("other"));
    Path trusted = folder.resolve("clients.p12");
    try (var file = Files.newOutputStream(trusted)) {
      clients.store(file, PASSWORD);
    }
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("server.ssl.key-store", folder.resolve("server.p12").toString());
    settings.put("server.ssl.key-store-password", new String(PASSWORD));
    settings.put("server.ssl.trust-store", trusted.toString());
    settings.put("server.ssl.trust-store-password", new String(PASSWORD));
    settings.put("server.ssl.client-auth", "want");
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
  @DisplayName("Regression 17: a certificate-bound token on a TLS connection with its certificate")
  void acceptsBoundTokenOnTheConnectionOfItsCertificate() throws Exception {
    assertThat(call(device, boundToDevice()).statusCode()).isEqualTo(200);
    assertThat(upstream.request().target()).isEqualTo("/device/x");
  }

  @Test
  @DisplayName(
      "Regression 17: a certificate-bound token on a TLS connection without its certificate")
  void refusesBoundTokenOnEveryOtherConnection() throws Exception {
    refused(call(null, boundToDevice()), "certificate_required");
    refused(call(other, boundToDevice()), "certificate_mismatch");
    String pem = "Client-Cert";
    String encoded =
        ":"
            + Base64.getEncoder().encodeToString(device.getCertificate("device").getEncoded())
            + ":";
    refused(call(null, boundToDevice(), pem, encoded), "certificate_required");
    refused(call(other, boundToDevice(), pem, encoded), "certificate_mismatch");
  }

  @Test
  void takesUnboundTokenWithAndWithoutCertificate() throws Exception {
    String token = issuer.tokens().device();
    assertThat(call(null, token).statusCode()).isEqualTo(200);
    assertThat(call(device, token).statusCode()).isEqualTo(200);
  }

  private static String boundToDevice() throws GeneralSecurityException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(device.getCertificate("device").getEncoded());
    return issuer
        .tokens()
        .with(claims -> claims.claim("cnf", Map.of("x5t#S256", Base64URL.encode(hash).toString())));
  }

  private static void refused(HttpResponse<String> answer, String reason) {
    assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(upstream.requests()).isEmpty();
  }

  private static HttpResponse<String> call(
      @Nullable KeyStore identity, String token, String... headers)
      throws GeneralSecurityException, IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + "/device/x"))
            .header("Authorization", "Bearer " + token);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context(identity))
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static SSLContext context(@Nullable KeyStore identity) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(server);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        identity == null ? null : keys(identity).getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyManagerFactory keys(KeyStore identity) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, PASSWORD);
    return keys;
  }

  /** A new key with a certificate of its own, by the JDK's own tool. */
  private static KeyStore keyPair(Path folder, String name, String... more) throws Exception {
    Path file = folder.resolve(name + ".p12");
    ProcessBuilder keytool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            file.toString());
    keytool.command().addAll(List.of(more));
    Process process = keytool.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(file)) {
      store.load(stream, PASSWORD);
    }
    return store;
  }
}
