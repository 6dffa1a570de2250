package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserCodesTest {

  @Test
  void drawsFromTheWholeAlphabet() {
    UserCodes codes = new UserCodes(new Random(7));

    StringBuilder drawn = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      String code = codes.next();
      assertThat(code).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
      drawn.append(code);
    }
    assertThat(drawn.chars().distinct().count()).isEqualTo(21);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WDJB-MJHT",
        "wdjb-mjht",
        "WDJBMJHT",
        " w d j b m j h t ",
        "WDJB–MJHT",
        "WDJB_MJHT"
      })
  void understandsWhatAPersonTypes(String typed) {
    assertThat(UserCodes.normalize(typed)).hasValue("WDJB-MJHT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "WDJB", "WDJB-MJHTX", "AEIO-UAEI", "1234-5678", "WDJB-MJHÉ", "<>"})
  void refusesWhatIsNoCode(String typed) {
    assertThat(UserCodes.normalize(typed)).isEmpty();
  }

  @Test
  void refusesAVeryLongTextAtOnce() {
    assertThat(UserCodes.normalize("-".repeat(1_000_000) + "WDJBMJHT")).isEmpty();
  }
}
