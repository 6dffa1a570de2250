package io.devicegate.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.store.Place;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  @ParameterizedTest
  @ValueSource(strings = {"1", "sha256:ab|c", "\u00e9 \"x\"", ""})
  void comeBackAsTheyWere(String id) {
    Place place = new Place(Instant.parse("2026-11-24T10:15:30.123456Z"), "auth0", id);

    assertThat(Cursors.read(Cursors.of(place))).contains(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "!",
        "YWJj",
        "fHx8",
        "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTl8YXwx",
        "OTIyMzM3MjAzNjg1NDc3NTgwN3w"
      })
  void areRefusedWhenTheyAreNone(String text) {
    assertThat(Cursors.read(text)).isEmpty();
  }
}
