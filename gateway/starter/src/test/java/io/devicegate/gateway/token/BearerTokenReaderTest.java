package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BearerTokenReaderTest {

  private final BearerTokenReader reader =
      new BearerTokenReader(new TokenProperties(DataSize.ofBytes(20)));

  @Test
  void readsToken() {
    assertThat(read("Bearer e30.e30.c2ln").value()).isEqualTo("e30.e30.c2ln");
    assertThat(read("bearer e30.e30.").value()).isEqualTo("e30.e30.");
  }

  @Test
  void refusesAbsence() {
    refuses(Reason.TOKEN_MISSING, List.of(), false);
    refuses(Reason.TOKEN_MISSING, List.of("  "), false);
  }

  @Test
  void refusesMoreThanOne() {
    refuses(Reason.TOKEN_REPEATED, List.of("Bearer e30.e30.", "Bearer e30.e30."), false);
    refuses(Reason.TOKEN_IN_QUERY, List.of(), true);
    refuses(Reason.TOKEN_IN_QUERY, List.of("Bearer e30.e30."), true);
  }

  @Test
  void refusesOtherSchemes() {
    for (String header : List.of("Basic e30.e30.", "Bearer", "Bearere30.e30.", "DPoP e30.e30.")) {
      refuses(Reason.TOKEN_SCHEME_UNSUPPORTED, List.of(header), false);
    }
  }

  @Test
  void refusesLength() {
    assertThat(read("Bearer e30.e30." + "A".repeat(12)).value()).hasSize(20);
    refuses(Reason.TOKEN_TOO_LARGE, List.of("Bearer e30.e30." + "A".repeat(13)), false);
  }

  @Test
  void refusesEverythingButThreePartsOfCanonicalBase64url() {
    for (String token :
        List.of(
            "",
            " ",
            "e30",
            "e30.e30",
            ".e30.e30",
            "e30..e30",
            "e30.e30.e30.e30",
            " e30.e30.",
            "e30.e30. ",
            "e30.e30.A",
            "e30.e30.AB",
            "e30.e30.AAB",
            "e30.e30.AA=",
            "e30.e30.AA+A",
            "e30.e30.AA/A",
            "e30.e30.AA\u00e9A",
            "e30.e30.AA\tA")) {
      refuses(Reason.TOKEN_MALFORMED, List.of("Bearer " + token), false);
    }
  }

  @Test
  void noTwoAcceptedSpellingsDecodeToTheSameBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(9)];
      random.nextBytes(bytes);
      String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      char[] other = canonical.toCharArray();
      other[other.length - 1] = (char) (other[other.length - 1] ^ (1 << random.nextInt(3)));
      String token = "e30.e30." + new String(other);
      if (accepts(token)) {
        assertThat(Base64.getUrlDecoder().decode(new String(other))).isNotEqualTo(bytes);
      }
      assertThat(accepts("e30.e30." + canonical)).isTrue();
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

  private boolean accepts(String token) {
    try {
      return read("Bearer " + token).value().equals(token);
    } catch (RefusedException e) {
      return false;
    }
  }

  private BearerToken read(String header) {
    return reader.read(List.of(header), false);
  }

  private void refuses(Reason reason, List<String> headers, boolean inQuery) {
    assertThatThrownBy(() -> reader.read(headers, inQuery))
        .as(headers.toString())
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
