package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedRequestsIT {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  private final TestTenant tenant = TestTenant.shared();

  static Stream<Arguments> bodies() {
    String device = "grant_type=" + TestTenant.DEVICE_GRANT;
    return Stream.of(
        Arguments.of("no body", FORM, "", 400, "invalid_request"),
        Arguments.of("no grant type", FORM, "client_id=sandbox-tv", 400, "invalid_request"),
        Arguments.of("unknown grant type", FORM, "grant_type=magic", 403, "unsupported_grant_type"),
        Arguments.of("no client", FORM, device + "&device_code=x", 400, "invalid_request"),
        Arguments.of(
            "no device code", FORM, device + "&client_id=sandbox-tv", 400, "invalid_request"),
        Arguments.of(
            "empty device code",
            FORM,
            device + "&client_id=sandbox-tv&device_code=",
            400,
            "invalid_request"),
        Arguments.of(
            "unknown client", FORM, device + "&client_id=x&device_code=x", 401, "invalid_client"),
        Arguments.of(
            "no refresh token",
            FORM,
            "grant_type=refresh_token&client_id=sandbox-tv",
            400,
            "invalid_request"),
        Arguments.of(
            "garbage refresh token",
            FORM,
            "grant_type=refresh_token&client_id=sandbox-tv&refresh_token=v1.%00%ff",
            403,
            "invalid_grant"),
        Arguments.of("parameter twice", FORM, "grant_type=a&grant_type=b", 400, "invalid_request"),
        Arguments.of("bad escape", FORM, "grant_type=%zz", 400, "invalid_request"),
        Arguments.of("half escape", FORM, "grant_type=%4", 400, "invalid_request"),
        Arguments.of("only separators", FORM, "&&=&=", 400, "invalid_request"),
        Arguments.of("too long", FORM, "grant_type=" + "x".repeat(20_000), 413, "invalid_request"),
        Arguments.of("not JSON", JSON, "{\"grant_type\":", 400, "invalid_request"),
        Arguments.of("JSON array", JSON, "[]", 400, "invalid_request"),
        Arguments.of("JSON number", JSON, "{\"grant_type\":1}", 400, "invalid_request"),
        Arguments.of("JSON key twice", JSON, "{\"a\":\"1\",\"a\":\"2\"}", 400, "invalid_request"),
        Arguments.of("empty JSON", JSON, "", 400, "invalid_request"),
        Arguments.of("deep JSON", JSON, "[".repeat(10_000), 400, "invalid_request"),
        Arguments.of("XML", "application/xml", "<a/>", 415, "invalid_request"),
        Arguments.of("multipart", "multipart/form-data", "x", 415, "invalid_request"),
        Arguments.of("broken type", "///", "x", 415, "invalid_request"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void refusesAMalformedTokenRequest(
      String what, String type, String body, int status, String error) throws Exception {
    Reply refusal = post("oauth/token", type, body);

    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.text("error")).isEqualTo(error);
    assertThat(refusal.text("error_description")).isNotBlank();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void answersNoBodyAtAnyEndpointWithAFault(
      String what, String type, String body, int status, String error) throws Exception {
    for (String path : new String[] {"oauth/device/code", "oauth/revoke"}) {
      Reply refusal = post(path, type, body);
      // Some of these bodies are all that another endpoint needs.
      assertThat(refusal.status()).as(path).isLessThan(500);
      if (refusal.status() != 200) {
        assertThat(refusal.properties()).as(path).contains("error", "error_description");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    oauth/token",
    "PUT,    oauth/token",
    "GET,    oauth/device/code",
    "DELETE, oauth/revoke",
    "POST,   .well-known/openid-configuration",
    "GET,    oauth/nothing",
    "GET,    oauth/token%00",
    "GET,    oauth//token",
    "GET,    oauth/..%2ftoken",
    "GET,    .well-known/nothing",
    "GET,    sandbox/keys/rotate",
    "POST,   sandbox/keys/rotate?keep=perhaps"
  })
  void answersAnApiAddressWithAnErrorObject(String method, String path) throws Exception {
    Reply refusal =
        tenant.send(
            tenant
                .request(path, "Accept", "text/html")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(refusal.status()).isBetween(400, 499);
    assertThat(refusal.header("Content-Type")).startsWith("application/json");
    assertThat(refusal.properties()).contains("error", "error_description");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "activate?user_code=%00",
        "activate?user_code=A&user_code=B",
        "activate/nothing",
        "v2/logout?returnTo=%0d%0aSet-Cookie:x",
        "login?error=%3Cscript%3E",
        "qr.svg",
        "qr.svg?text=http://evil.test/",
        "tv?x=%ff",
        "%2e%2e/%2e%2e/etc/passwd",
        "error"
      })
  void answersAPersonWithoutAFault(String path) throws Exception {
    Reply reply =
        tenant.send(
            HttpRequest.newBuilder(URI.create(tenant.url("") + path))
                .header("Accept", "text/html")
                .GET()
                .build());

    assertThat(reply.status()).isLessThan(500);
    assertThat(reply.body()).doesNotContain("Exception", "Apache Tomcat", "<script>alert");
  }

  @ParameterizedTest
  @ValueSource(strings = {"activate", "activate/confirm", "activate/consent", "login"})
  void refusesAFormThatIsTooLongForAPage(String path) throws Exception {
    String tooMany = "a=1&".repeat(3_000);
    for (String body : new String[] {"user_code=" + "x".repeat(20_000), tooMany, "a=%zz"}) {
      Reply refusal =
          tenant.send(
              tenant
                  .request(path, "Content-Type", FORM, "Accept", "text/html")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build());
      assertThat(refusal.status()).isBetween(400, 499);
    }
  }

  @Test
  void answersJsonWhateverAProgramAccepts() throws Exception {
    for (String path : new String[] {".well-known/openid-configuration", "userinfo", "api/v2/x"}) {
      assertThat(tenant.get(path, "Accept", "text/html").header("Content-Type"))
          .as(path)
          .startsWith("application/json");
    }
    Reply codes =
        tenant.post(
            "oauth/device/code",
            Map.of("client_id", "sandbox-tv", "scope", "openid"),
            "Accept",
            "image/png");
    assertThat(codes.status()).isEqualTo(200);
  }

  @Test
  void answersAPersonWithAPage() throws Exception {
    Reply page = tenant.get("nothing", "Accept", "text/html");

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.body()).contains("There is nothing at this address.");
  }

  @Test
  void answersAProgramThatAsksForAPageWithAnErrorObject() throws Exception {
    Reply refusal = tenant.get("nothing", "Accept", "application/json");

    assertThat(refusal.status()).isEqualTo(404);
    assertThat(refusal.text("error")).isEqualTo("not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /oauth/token?a=%zz HTTP/1.1\r\nHost: x\r\n",
        "GET /oauth/{token} HTTP/1.1\r\nHost: x\r\n",
        "GET /oauth/token HTTP/1.1\r\n",
        "GET /activate?user_code=%zz HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n",
        "GET /activate?user_code=%f HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n",
        "GARBAGE\r\n",
        "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n"
      })
  void survivesAMalformedRequestLine(String head) throws Exception {
    assertThat(rawStatusLine(head)).startsWith("HTTP/1.1 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !!!", "Basic Og==", "Basic eA==", "Bearer x"})
  void refusesAMalformedAuthorizationHeader(String header) throws Exception {
    Reply refusal =
        tenant.post(
            "oauth/token",
            Map.of("grant_type", "client_credentials", "audience", TestTenant.API),
            "Authorization",
            header);

    assertThat(refusal.status()).isBetween(400, 401);
    assertThat(refusal.properties()).contains("error", "error_description");
  }

  private Reply post(String path, String type, String body)
      throws IOException, InterruptedException {
    return tenant.send(
        tenant
            .request(path, "Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private String rawStatusLine(String head) throws IOException {
    URI url = URI.create(tenant.url(""));
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
