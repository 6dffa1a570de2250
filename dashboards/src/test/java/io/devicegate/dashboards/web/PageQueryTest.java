package io.devicegate.dashboards.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.store.Dimension;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class PageQueryTest {

  private static final Instant END = Instant.parse("2026-11-24T12:00:00Z");

  private final MultiValueMap<String, String> url = new LinkedMultiValueMap<>();

  @Test
  void asksForAnyOfSeveralNames() {
    url.add("reason", "token_expired, signature_invalid,");
    url.add("outcome", "failure");

    assertThat(chosen())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Dimension.REASON, List.of("token_expired", "signature_invalid"),
                Dimension.OUTCOME, List.of("failure")));
  }

  @Test
  void takesAnyOtherValueAsItIs() {
    url.add("version", "Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko)");

    assertThat(chosen())
        .containsEntry(
            Dimension.VERSION, List.of("Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko)"));
  }

  @Test
  void isNotRestrictedByNoName() {
    url.add("type", " , ");

    assertThat(chosen()).isEmpty();
  }

  @Test
  void exportsWhatItShows() {
    url.add("type", "fede,fdeac");
    url.add("client", "a,b");
    url.add("text", "has expired");
    url.add("window", "6h");

    assertThat(PageQuery.of(url).exportUrl())
        .isEqualTo(
            "/api/v1/events?type=fede&type=fdeac&client=a%2Cb"
                + "&limit=500&text=has+expired&window=PT6H");
  }

  private Map<Dimension, List<String>> chosen() {
    return PageQuery.of(url).filter(END).selection().values();
  }
}
