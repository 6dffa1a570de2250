package io.devicegate.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.RawHttp.Answer;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What holds of every refusal. */
public final class RefusalAssert {

  private RefusalAssert() {}

  /** Checks status, challenge and problem, and that the upstream saw nothing. */
  public static Map<String, Object> assertRefused(
      Answer answer, Reason reason, RecordingUpstream upstream) {
    return assertRefused(answer, reason, "", upstream);
  }

  /** As the other, on a route of a protected resource. */
  public static Map<String, Object> assertRefused(
      Answer answer, Reason reason, String resource, RecordingUpstream upstream) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(reason.status());
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertChallenge(answer, reason, resource);
    Map<String, Object> problem =
        JsonMapper.shared().readValue(answer.body(), new TypeReference<>() {});
    assertThat(problem)
        .containsKeys("type", "title", "status", "detail", "reason", "decision_id")
        .containsEntry("type", "urn:devicegate:reason:" + reason.wireName())
        .containsEntry("title", reason.title())
        .containsEntry("status", reason.status())
        .containsEntry("reason", reason.wireName());
    assertThat((String) problem.get("decision_id")).matches("[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(upstream.requests()).isEmpty();
    return problem;
  }

  private static void assertChallenge(Answer answer, Reason reason, String resource) {
    String challenge = answer.header("WWW-Authenticate");
    if (reason.error() == null && reason.status() != 401) {
      assertThat(challenge).isNull();
    } else {
      String error =
          reason.error() == null ? "" : ", error=\"" + reason.error() + "\", error_description=\"";
      assertThat(challenge)
          .startsWith("Bearer realm=\"devicegate\"" + error)
          .endsWith("/.well-known/oauth-protected-resource" + resource + "\"");
    }
    boolean waits = reason.status() == 503 || reason.status() == 429;
    assertThat(answer.headers().containsKey("Retry-After")).isEqualTo(waits);
  }
}
