package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.gateway.protocol.LoggedExchanges;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ExchangesFromTheLogTest {

  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  private final LoggedExchanges exchanges =
      new LoggedExchanges(10, Clock.fixed(NOW, ZoneOffset.UTC));
  private final ExchangesFromTheLog listener = new ExchangesFromTheLog(exchanges, new JsonMapper());

  @Test
  void exchangeInTheLogIsEvidenceForItsToken() {
    listener.committed(List.of(event(Event.AUTH0, "sede", "token-1")));

    assertThat(exchanges.issuedByDeviceFlow("tv", "token-1")).isTrue();
    assertThat(exchanges.issuedByDeviceFlow("other", "token-1")).isFalse();
    assertThat(exchanges.issuedByDeviceFlow("tv", "token-2")).isFalse();
  }

  @Test
  void otherEventsAndSourcesAreNoEvidence() {
    listener.committed(
        List.of(event(Event.AUTH0, "seccft", "token-1"), event(Event.GATEWAY, "sede", "token-1")));

    assertThat(exchanges.size()).isZero();
  }

  @Test
  void eventWithoutTokenIdIsNoEvidence() {
    Event event =
        new Event(Event.AUTH0, "1", "sede", NOW, nobody(), "{\"details\":null,\"type\":\"sede\"}");

    listener.committed(List.of(stored(event)));

    assertThat(exchanges.size()).isZero();
  }

  private static StoredEvent event(String source, String type, String token) {
    String json =
        "{\"tenant_name\":\"tv\",\"details\":{\"access_token_jti\":\"%s\"}}".formatted(token);
    return stored(new Event(source, "1", type, NOW, nobody(), json));
  }

  private static StoredEvent stored(Event event) {
    return new StoredEvent(event, Stage.EXCHANGE, Outcome.SUCCESS, null, null, NOW);
  }

  private static Subject nobody() {
    return new Subject(null, null, null, null);
  }
}
