package io.devicegate.gateway.decisionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DecisionFieldsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyMemberIsThereUnderItsName() {
    DecisionRecord decision = decision("/films", "tv/1.0", 401, "token_expired");
    JsonNode json = JSON.readTree(DecisionFields.json(decision, true));

    assertThat(json.propertyNames())
        .containsExactly(
            "time",
            "decision_id",
            "effect",
            "status",
            "reason",
            "route",
            "method",
            "path",
            "tenant",
            "issuer",
            "subject",
            "client",
            "protocol",
            "evidence",
            "elapsed_us",
            "trace_id",
            "ip",
            "user_agent");
    assertThat(json.path("time").asString()).isEqualTo("2026-11-25T10:00:00Z");
    assertThat(json.path("status").asInt()).isEqualTo(401);
    assertThat(json.path("elapsed_us").asInt()).isEqualTo(7);
  }

  @Test
  void memberWithoutValueIsLeftOut() {
    JsonNode json = JSON.readTree(DecisionFields.json(decision("/films", null, null, null), true));

    assertThat(json.propertyNames()).doesNotContain("status", "reason", "user_agent");
  }

  @Test
  void whatTheClientWroteStaysOneStringOnOneLine() {
    String wicked = "a\"b\\c\u2028d\ud83d\ude00e\u0085f\u007fg";
    DecisionRecord decision = decision("/\"},{\"effect\":\"allow", wicked, null, null);
    String json = DecisionFields.json(decision, true);

    assertThat(json).doesNotContain("\n", "\r", "\u0085", "\u2028");
    assertThat(JSON.readTree(json).path("user_agent").asString()).isEqualTo(decision.userAgent());
    assertThat(JSON.readTree(json).path("path").asString()).isEqualTo(decision.path());
  }

  private static DecisionRecord decision(
      String path, @Nullable String userAgent, @Nullable Integer status, @Nullable String reason) {
    return new DecisionRecord(
        "01M8",
        Instant.parse("2026-11-25T10:00:00Z"),
        "films",
        "GET",
        path,
        status == null ? DecisionRecord.ALLOW : DecisionRecord.REFUSE,
        status,
        reason,
        "test",
        "https://issuer.test/",
        "auth0|1",
        "tv",
        "device",
        "device_client:tv",
        Duration.ofNanos(7_900),
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "192.0.2.1",
        userAgent,
        null,
        null);
  }
}
