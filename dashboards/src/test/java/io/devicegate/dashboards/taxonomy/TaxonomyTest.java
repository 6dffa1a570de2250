package io.devicegate.dashboards.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TaxonomyTest {

  private final Taxonomy taxonomy = Taxonomy.load();

  @Test
  void hasARowForEveryCodeThatIsKnown() throws IOException {
    assertThat(knownCodes()).hasSizeGreaterThan(180).allMatch(taxonomy::knows);
  }

  @Test
  void hasNoRowForACodeThatNobodyKnows() throws IOException {
    assertThat(taxonomy.codes().stream().map(EventCode::code)).hasSameElementsAs(knownCodes());
  }

  @Test
  void everyRowSaysInASentenceWhatItMeans() {
    assertThat(taxonomy.codes())
        .allSatisfy(
            row -> assertThat(row.meaning()).as(row.code()).hasSizeBetween(15, 250).endsWith("."));
  }

  @ParameterizedTest
  @CsvSource({
    "fdeaz, REQUEST, FAILURE",
    "fdeac, ACTIVATION, FAILURE",
    "fdecc, CONFIRMATION, CANCELLED",
    "fede, EXCHANGE, FAILURE",
    "sede, EXCHANGE, SUCCESS",
    "s, LOGIN, SUCCESS",
    "fp, LOGIN, FAILURE",
    "sertft, REFRESH, SUCCESS",
    "feta, NONE, FAILURE",
    "gd_auth_failed, LOGIN, FAILURE",
    "federated_logout_failed, NONE, FAILURE",
    "forms_submission_succeeded, NONE, SUCCESS",
    "invented_code, NONE, UNKNOWN"
  })
  void classifiesByTheTableAndNotByTheFirstLetter(String code, Stage stage, Outcome outcome) {
    assertThat(taxonomy.classify(code, () -> "")).isEqualTo(new Classification(stage, outcome));
  }

  @ParameterizedTest
  @CsvSource({
    "authorization_pending, PENDING",
    "User has yet to authorize device code., PENDING",
    "slow_down, PENDING",
    "You are polling faster than the specified interval of 5 seconds., PENDING",
    "User cancelled the confirmation prompt., CANCELLED",
    "Verify your e-mail first., FAILURE",
    "expired_token, FAILURE"
  })
  void doesNotCallADeviceThatWaitsAFailure(String text, Outcome outcome) {
    assertThat(taxonomy.classify("fede", () -> text).outcome()).isEqualTo(outcome);
  }

  @Test
  void countsNothingAgainstTheServiceThatAUserDecided() {
    assertThat(List.of("fdecc", "fdeac", "fp", "fu"))
        .allSatisfy(
            code ->
                assertThat(taxonomy.find(code).orElseThrow().countsAgainstSlo())
                    .as(code)
                    .isFalse());
  }

  private static List<String> knownCodes() throws IOException {
    try (InputStream codes = TaxonomyTest.class.getResourceAsStream("/known-codes.json")) {
      return JsonMapper.shared().readTree(codes).valueStream().map(TaxonomyTest::code).toList();
    }
  }

  private static String code(JsonNode row) {
    return row.path("code").stringValue();
  }
}
