package io.devicegate.gateway.server;

import io.devicegate.dashboards.collector.CommitListener;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.gateway.protocol.LoggedExchanges;
import io.devicegate.rules.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the gateway of the device exchanges that the tenant's log reports: a {@code sede} event
 * names the access token by its {@code jti}, which tokens of the RFC 9068 profile carry. The log's
 * {@code tenant_name} has to be the tenant's name in the gateway's configuration.
 *
 * <p>Remembered for as long as Auth0 lets an access token live at most, 30 days; the store itself
 * is bounded.
 */
@Component
@ConditionalOnBooleanProperty(
    name = {"devicegate.enabled", "devicegate.dashboards.enabled"},
    matchIfMissing = true)
final class ExchangesFromTheLog implements CommitListener {

  private static final String EXCHANGED = "sede";
  private static final Duration LONGEST_TOKEN = Duration.ofDays(30);

  private final LoggedExchanges exchanges;
  private final JsonMapper json;

  ExchangesFromTheLog(LoggedExchanges exchanges, JsonMapper json) {
    this.exchanges = exchanges;
    this.json = json;
  }

  @Override
  public void committed(List<StoredEvent> events) {
    events.stream()
        .map(StoredEvent::event)
        .filter(ExchangesFromTheLog::isExchange)
        .forEach(this::add);
  }

  private static boolean isExchange(Event event) {
    return event.source().equals(Event.AUTH0) && event.type().equals(EXCHANGED);
  }

  private void add(Event event) {
    JsonNode log = json.readTree(event.json());
    String token = log.path("details").path("access_token_jti").asString("");
    String tenant = log.path("tenant_name").asString("");
    Instant until = event.time().plus(LONGEST_TOKEN);
    exchanges.add(tenant, token, until);
  }
}
