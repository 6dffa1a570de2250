package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.Traits;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayEventDecoderTest {

  private final GatewayEventDecoder decoder = new GatewayEventDecoder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"effect":"allow"}                | 1
          {"effect":"allow","count":41}     | 41
          {"effect":"allow","count":0}      | 1
          {"effect":"allow","count":-3}     | 1
          {"effect":"allow","count":"41"}   | 1
          {"effect":"allow","count":2.5}    | 1
          {"effect":"allow","count":1e99}   | 1
          """)
  void standsForAsManyAsItSays(String json, long weight) {
    assertThat(decode(json).events()).extracting(StoredEvent::weight).containsExactly(weight);
  }

  @Test
  void readsWhatTheStoreWouldReadOfTheJson() {
    StoredEvent event =
        decode("{\"effect\":\"deny\",\"route\":\"films\",\"rules_digest\":\"sha256:1\"}")
            .events()
            .get(0);

    assertThat(event.traits()).isNotNull().isEqualTo(Traits.of(event.event()));
  }

  @Test
  void rejectsWhatIsNoObject() {
    assertThat(decode("[]").rejected()).hasSize(1);
    assertThat(decode("{").rejected()).hasSize(1);
  }

  private Batch decode(String json) {
    Event event =
        new Event(
            Event.GATEWAY,
            "1",
            "decision",
            TestEvents.NOON,
            new Subject(null, null, null, null),
            json);
    return decoder.decode(List.of(event), TestEvents.NOON);
  }
}
