package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalResponseTest {

  @ParameterizedTest
  @EnumSource
  void everyReasonHasAnAnswer(Reason reason) {
    RefusalResponse response = of(reason, reason.detail());

    assertThat(response.status()).isIn(400, 401, 403, 405, 429, 503);
    assertThat(response.body())
        .contains("\"reason\":\"" + reason.wireName() + "\"")
        .contains("\"decision_id\":\"ID\"");
    assertThat(response.headers().containsKey("Retry-After")).isEqualTo(response.status() == 503);
    assertThat(response.headers().containsKey("WWW-Authenticate"))
        .isEqualTo(reason.error() != null || response.status() == 401);
  }

  @Test
  void detailCannotBreakOutOfTheChallenge() {
    String challenge =
        of(Reason.LOGIN_RULE_REFUSED, "a\" b\\ c\r\nX: y é").headers().get("WWW-Authenticate");

    assertThat(challenge)
        .isEqualTo(
            "Bearer realm=\"devicegate\", error=\"insufficient_scope\","
                + " error_description=\"a' b' c??X: y ?\"");
  }

  @Test
  void bodyKeepsTheDetailAsItIs() {
    RefusalResponse response = of(Reason.LOGIN_RULE_REFUSED, "\"é\"");

    assertThat(response.body()).contains("\"detail\":\"\\\"é\\\"\"");
    assertThat(response.headers())
        .containsEntry(
            "Content-Length",
            String.valueOf(response.body().getBytes(StandardCharsets.UTF_8).length));
  }

  private static RefusalResponse of(Reason reason, String detail) {
    return RefusalResponse.of(
        new Decision.Refuse("ID", reason, detail, null),
        new RefusalResponse.Context(null, null, null, issuer -> Set.of()));
  }
}
