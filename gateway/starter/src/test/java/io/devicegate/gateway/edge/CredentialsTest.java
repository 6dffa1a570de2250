package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.edge.Credentials.None;
import io.devicegate.gateway.edge.Credentials.Refused;
import io.devicegate.gateway.edge.Credentials.Scheme;
import io.devicegate.gateway.edge.Credentials.Token;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Bearer a.b.c, BEARER, a.b.c",
    "bearer a.b.c, BEARER, a.b.c",
    "BEARER   a.b.c, BEARER, a.b.c",
    "DPoP a.b.c, DPOP, a.b.c",
    "dpop a.b.c, DPOP, a.b.c",
    "Bearer abc==, BEARER, abc==",
  })
  void readsOneToken(String line, Scheme scheme, String token) {
    assertThat(authorization(line)).isEqualTo(new Token(scheme, token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer", "Bearer ", "Bearer\ta.b.c", "Bearer \ta", "Bearer a b", "Bearer a.b.c ",
            "Bearer \"a\"",
        "Bearer =", "Bearer a=b", "Bearer a;b", "Bearer é", "DPoP", "DPoP\ta", "DPoP a b"
      })
  void refusesMalformedCredentials(String line) {
    assertThat(authorization(line)).isEqualTo(new Refused(Reason.TOKEN_MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer a, Bearer b",
        "Bearer a,b",
        "DPoP a, Bearer b",
        "Basic eA==, Bearer b",
        "Basic eA==,dpop b"
      })
  void refusesSeveralCredentialsInOneLine(String line) {
    assertThat(authorization(line)).isEqualTo(new Refused(Reason.TOKEN_REPEATED));
  }

  @Test
  void refusesTwoAuthorizationHeaders() {
    HeaderLines lines =
        name -> name.equals("Authorization") ? List.of("Bearer a", "Bearer a") : List.of();

    assertThat(Credentials.of(lines, null)).isEqualTo(new Refused(Reason.TOKEN_REPEATED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access_token=a",
        "x=1&access_token=a",
        "x=1;access_token=a",
        "access_token",
        "ACCESS_TOKEN=a",
        "access%5Ftoken=a",
        "%61ccess_token=a",
        "a=b&%41%43cess_token="
      })
  void refusesATokenInTheQuery(String query) {
    assertThat(Credentials.of(name -> List.of(), query))
        .isEqualTo(new Refused(Reason.TOKEN_IN_QUERY));
    assertThat(Credentials.of(bearer("a"), query)).isEqualTo(new Refused(Reason.TOKEN_IN_QUERY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x=access_token", "my_access_token=a", "access_tokens=a", "access=token"})
  void leavesOtherQueriesAlone(String query) {
    assertThat(Credentials.of(bearer("a"), query)).isEqualTo(new Token(Scheme.BEARER, "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"access_token=a", "x=1; access_token=a", "x=1;Access_Token=a", "access_token"})
  void refusesATokenInACookie(String cookie) {
    HeaderLines lines = name -> name.equals("Cookie") ? List.of("a=b", cookie) : List.of();

    assertThat(Credentials.of(lines, null)).isEqualTo(new Refused(Reason.TOKEN_IN_COOKIE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic eDp5", "Bearerish a", "Negotiate abc"})
  void takesOtherSchemesForNoToken(String line) {
    assertThat(authorization(line)).isEqualTo(new None(true));
  }

  @Test
  void takesAnEmptyLineForNothing() {
    assertThat(authorization("")).isEqualTo(new None(false));
    assertThat(Credentials.of(name -> List.of(), null)).isEqualTo(new None(false));
  }

  @Test
  void refusesTokensLongerThanTheBound() {
    String longest = "a".repeat(Credentials.MAX_LENGTH);

    assertThat(authorization("Bearer " + longest)).isInstanceOf(Token.class);
    assertThat(authorization("Bearer a" + longest)).isEqualTo(new Refused(Reason.TOKEN_TOO_LARGE));
  }

  @Test
  void doesNotPrintTheToken() {
    assertThat(authorization("Bearer a.b.c")).hasToString("Token[BEARER]");
  }

  private static Credentials authorization(String line) {
    HeaderLines lines = name -> name.equals("Authorization") ? List.of(line) : List.of();
    return Credentials.of(lines, null);
  }

  private static HeaderLines bearer(String token) {
    return name -> name.equals("Authorization") ? List.of("Bearer " + token) : List.of();
  }
}
