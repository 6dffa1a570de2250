package io.devicegate.gateway.regression;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.RawHttp;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the token is carried. Numbers 16 and 17 are where senders are tested. */
class TransportRegressionsIT {

  private RegressionGateway gateway;
  private String token;

  @BeforeEach
  void nextDay() {
    gateway = RegressionGateway.nextDay();
    token = gateway.token().signed();
  }

  @Test
  @DisplayName("Regression 15: two Authorization headers or tokens, odd spaces (CVE-2026-26308)")
  void oneTokenInOneHeader() {
    String header = "Authorization: Bearer " + token;
    refuses(Reason.TOKEN_REPEATED, header, header);
    refuses(Reason.TOKEN_REPEATED, header, "authorization: Basic dTpw");
    refuses(Reason.TOKEN_REPEATED, header + ", Bearer " + token);
    refuses(Reason.TOKEN_REPEATED, header + "," + token);
    refuses(Reason.TOKEN_MALFORMED, "Authorization: Bearer\t" + token);
    refuses(Reason.TOKEN_MALFORMED, header + " " + token);
    refuses(Reason.TOKEN_MALFORMED, "Authorization: Bearer");
    refuses(Reason.TOKEN_SCHEME_UNSUPPORTED, "Authorization: Basic " + token);
    for (String scheme : List.of("bearer ", "BEARER ", "bEaReR ")) {
      assertThat(gateway.gateway.get("/device/x", "Authorization: " + scheme + token).status())
          .isEqualTo(200);
    }
  }

  @Test
  @DisplayName("Regression 15: a token in query, form or cookie, alone or beside one in the header")
  void tokenElsewhere() {
    String header = "Authorization: Bearer " + token;
    for (String name : List.of("access_token", "access%5Ftoken", "Access_Token")) {
      String path = "/device/x?a=b&" + name + "=" + token;
      assertRefused(gateway.gateway.get(path), Reason.TOKEN_IN_QUERY, gateway.upstream);
      assertRefused(gateway.gateway.get(path, header), Reason.TOKEN_IN_QUERY, gateway.upstream);
    }
    refuses(Reason.TOKEN_IN_COOKIE, "Cookie: a=b; access_token=" + token);
    refuses(Reason.TOKEN_IN_COOKIE, "Cookie: access_token=" + token, header);
    for (String[] lines : List.of(new String[0], new String[] {header})) {
      assertRefused(
          RawHttp.post(
              gateway.gateway.port(),
              "/device/x",
              "application/x-www-form-urlencoded",
              "a=b&access%5Ftoken=" + token,
              lines),
          Reason.TOKEN_IN_FORM,
          gateway.upstream);
    }
  }

  private void refuses(Reason reason, String... headerLines) {
    gateway.upstream.reset();
    assertRefused(gateway.gateway.get("/device/x", headerLines), reason, gateway.upstream);
  }
}
