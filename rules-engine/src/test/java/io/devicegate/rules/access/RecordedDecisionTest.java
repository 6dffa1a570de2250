package io.devicegate.rules.access;

import static io.devicegate.rules.access.TestRequests.NOW;
import static io.devicegate.rules.access.TestRequests.rules;
import static io.devicegate.rules.access.TestRequests.television;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.rules.source.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedDecisionTest {

  private static final String POLICY =
      """
      name: p
      onError: skip
      rule:
        match:
          - condition: client.device
            output: >-
              step_up('weak', 'mfa').max_age(duration('5m')).header('X-A', client.id)
                .drop_scopes(['b', 'a'])
      """;
  private static final String FAILS =
      """
      name: fails
      onError: skip
      rule:
        match:
          - condition: 1 / (size(user.groups) - 1) > 0
            output: deny('x')
      """;
  private static final String SHADOW =
      "name: shade\nmode: shadow\nrule:\n  match:\n    - output: deny('later')\n";

  @Test
  void whatIsReadIsEqualToWhatWasWritten() {
    Decision decision = rules(POLICY, FAILS, SHADOW).decide(television());
    assertThat(decision.failures()).hasSize(1);
    assertThat(decision.wouldBe()).hasSize(1);
    RecordedDecision record = new RecordedDecision("d-1", NOW, decision);

    assertThat(RecordedDecision.fromJson(record.toJson())).isEqualTo(record);
    assertThat(record.toJson())
        .startsWith("{\"id\":\"d-1\",\"time\":\"2026-11-24T12:00:00Z\",\"decision\":")
        .contains("\"effect\":\"step_up\"")
        .contains("\"max_age\":\"PT5M\"")
        .doesNotContain("\n");
  }

  /** Any request, with claims of every kind, by rules of every kind, decides the same again. */
  @Test
  void anyDecisionIsReadAsItWasAndIsMadeAgain() {
    for (int seed = 0; seed < 25; seed++) {
      RandomPolicies random = new RandomPolicies(seed);
      List<String> policies = random.policies("p", 2 + seed % 7, false);
      policies.addAll(random.policies("s", 2, true));
      AccessRules rules = rules(policies.toArray(String[]::new));
      Claims claims = new Claims(seed);
      for (int i = 0; i < 40; i++) {
        AccessRequest request = withClaims(random.request(), claims.object(3));
        Instant time = Instant.ofEpochSecond(seed * 1_000_000_007L, i * 24_999_999L);
        RecordedDecision record =
            new RecordedDecision("id" + claims.text(), time, rules.decide(request));

        RecordedDecision read = RecordedDecision.fromJson(utf8(record.toJson()));

        assertThat(read).isEqualTo(record);
        assertThat(rules.decide(read.decision().request()).sameAs(record.decision())).isTrue();
      }
    }
  }

  /** A log that is cut or changed anywhere is read as it stands or refused; nothing else. */
  @Test
  void anyChangeOfTheTextIsReadOrRefused() {
    String json = new RecordedDecision("d", NOW, rules(POLICY).decide(television())).toJson();
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder changed = new StringBuilder(json);
      int at = random.nextInt(json.length());
      switch (random.nextInt(3)) {
        case 0 -> changed.setLength(at);
        case 1 -> changed.setCharAt(at, "\"{}[],:-\\ue0".charAt(random.nextInt(12)));
        default -> changed.insert(at, json, at, Math.min(json.length(), at + random.nextInt(40)));
      }
      try {
        RecordedDecision read = RecordedDecision.fromJson(changed.toString());
        assertThat(RecordedDecision.fromJson(read.toJson())).isEqualTo(read);
      } catch (IllegalArgumentException e) {
        refused++;
        assertThat(e).hasMessageMatching("(?s).{3,}");
      }
    }
    assertThat(refused).isGreaterThan(2_500);
  }

  @Test
  void tellsOfEveryLineThatIsNoRecordAndReadsTheOthers(@TempDir Path folder) throws IOException {
    String good = new RecordedDecision("d", NOW, rules(POLICY).decide(television())).toJson();
    Path file = folder.resolve("decisions.jsonl");
    Files.write(
        file,
        List.of(
            good,
            "",
            "{\"id\": tru}",
            good.replace("\"step_up\"", "\"perhaps\""),
            "x".repeat(1 << 21),
            good.replace("\"method\":\"GET\",", ""),
            good.replace("\"id\":\"d\"", "\"id\":\"e\"") + "\r"));
    List<String> ids = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();

    RecordedDecision.readAll(file, record -> ids.add(record.id()), problems::add);

    assertThat(ids).containsExactly("d", "e");
    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "decisions.jsonl:3:8: not a record: expected: true",
            "decisions.jsonl:4: not a recorded decision: decision.effect: perhaps (expected: one of"
                + " [allow, throttle, step_up, deny])",
            "decisions.jsonl:5: longer than 1048576 characters (expected: a record)",
            "decisions.jsonl:6: not a recorded decision: decision.request.request.method: missing");
  }

  @Test
  void saysThatAFileIsNotText(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("d.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe});
    List<Problem> problems = new ArrayList<>();

    RecordedDecision.readAll(file, record -> {}, problems::add);

    assertThat(problems).extracting(Problem::toString).containsExactly("d.jsonl: not UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"nan", "whole", "deep", "long"})
  void refusesToWriteWhatCouldNotBeReadAgain(String kind) {
    Object value =
        switch (kind) {
          case "nan" -> Double.NaN;
          case "whole" -> 5;
          case "deep" -> nested(40);
          default -> "x".repeat(1 << 20);
        };
    AccessRequest request = withClaims(television(), Map.of("odd", value));
    RecordedDecision record = new RecordedDecision("d", NOW, rules(POLICY).decide(request));

    assertThatThrownBy(record::toJson)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            kind.equals("long") ? "characters of JSON" : "decision.request.token.claims.odd");
  }

  private static Object nested(int depth) {
    return depth == 0 ? List.of() : List.of(nested(depth - 1));
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static AccessRequest withClaims(AccessRequest request, Map<String, Object> claims) {
    return new AccessRequest(
        TestRequests.token(claims),
        request.client(),
        request.user(),
        request.device(),
        request.approver(),
        request.grant(),
        request.request(),
        request.signals(),
        request.now());
  }

  /** Claims by chance: every kind of plain data, and texts that are hard to write. */
  private static final class Claims {

    private static final String[] TEXTS = {
      "",
      "plain",
      "\"\\\b\f\n\r\t\u0000\u001f",
      "é😀",
      "\ud800",
      "x\udc00\ud83d",
      "\u2028\u0085\ufeff",
      "null"
    };

    private final Random random;

    Claims(long seed) {
      this.random = new Random(seed);
    }

    Map<String, Object> object(int depth) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        object.put(text() + i, value(depth));
      }
      return object;
    }

    String text() {
      return TEXTS[random.nextInt(TEXTS.length)];
    }

    private Object value(int depth) {
      return switch (random.nextInt(depth > 0 ? 8 : 5)) {
        case 0 -> text();
        case 1 -> random.nextLong();
        case 2 -> (long) random.nextInt(10);
        case 3 -> Double.longBitsToDouble(random.nextLong() & 0xbfefffffffffffffL);
        case 4 -> random.nextBoolean();
        case 5 -> (double) random.nextInt(3) * -1;
        case 6 -> object(depth - 1);
        default -> List.of(value(depth - 1), value(depth - 1));
      };
    }
  }
}
