package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.edge.Credentials.Scheme;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BearerTokenReaderTest {

  private final BearerTokenReader reader =
      new BearerTokenReader(new TokenProperties(DataSize.ofBytes(20), 1, 1));

  @Test
  void readsTokenAndScheme() {
    assertThat(read("Bearer e30.e30.c2ln").value()).isEqualTo("e30.e30.c2ln");
    assertThat(read("bearer e30.e30.c2ln").scheme()).isEqualTo(Scheme.BEARER);
    assertThat(read("DPoP e30.e30.c2ln").scheme()).isEqualTo(Scheme.DPOP);
  }

  @Test
  void tellsJwtsFromOpaqueTokens() {
    assertThat(read("Bearer e30.e30.c2ln").isJwt()).isTrue();
    assertThat(read("Bearer e30.e30.").isJwt()).isTrue();
    assertThat(read("Bearer opaque").isJwt()).isFalse();
    assertThat(read("Bearer e30..e30.e30.e30").isJwt()).isFalse();
  }

  @Test
  void refusesAbsence() {
    refuses(Reason.TOKEN_MISSING, null);
    refuses(Reason.TOKEN_MISSING, null, "  ");
  }

  @Test
  void refusesMoreThanOne() {
    refuses(Reason.TOKEN_REPEATED, null, "Bearer e30.e30.", "Bearer e30.e30.");
    refuses(Reason.TOKEN_REPEATED, null, "Bearer e30.e30., Bearer e30.e30.");
    refuses(Reason.TOKEN_IN_QUERY, "a=b&access_token=e30");
    refuses(Reason.TOKEN_IN_QUERY, "access_token=e30", "Bearer e30.e30.");
  }

  @Test
  void refusesTokenInCookie() {
    assertThatThrownBy(
            () ->
                reader.read(
                    name -> name.equals("Cookie") ? List.of("access_token=e30") : List.of(), null))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOKEN_IN_COOKIE));
  }

  @Test
  void refusesOtherSchemes() {
    for (String header : List.of("Basic e30.e30.", "Bearere30.e30.")) {
      refuses(Reason.TOKEN_SCHEME_UNSUPPORTED, null, header);
    }
  }

  @Test
  void refusesLength() {
    assertThat(read("Bearer e30.e30." + "A".repeat(12)).value()).hasSize(20);
    refuses(Reason.TOKEN_TOO_LARGE, null, "Bearer e30.e30." + "A".repeat(13));
  }

  @Test
  void refusesOtherAlphabets() {
    for (String token : List.of("", "e30 e30", "e30\u00e9", "e30\te30", "\"e30\"", "=e30")) {
      refuses(Reason.TOKEN_MALFORMED, null, "Bearer " + token);
    }
  }

  @Test
  void neverPrintsTheToken() {
    assertThat(read("Bearer e30.e30.c2ln")).hasToString("BearerToken[12 characters]");
  }

  @Test
  void digestTellsTokensApart() {
    assertThat(read("Bearer e30.e30.c2ln").digest())
        .isEqualTo(read("Bearer e30.e30.c2ln").digest())
        .isNotEqualTo(read("Bearer e30.e30.c2lu").digest());
  }

  private BearerToken read(String header) {
    return reader.read(name -> name.equals("Authorization") ? List.of(header) : List.of(), null);
  }

  private void refuses(Reason reason, @Nullable String query, String... headers) {
    assertThatThrownBy(
            () ->
                reader.read(
                    name -> name.equals("Authorization") ? List.of(headers) : List.of(), query))
        .as(List.of(headers).toString())
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
