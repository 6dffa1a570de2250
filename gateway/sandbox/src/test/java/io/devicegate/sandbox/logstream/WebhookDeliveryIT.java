package io.devicegate.sandbox.logstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.sandbox.logstream.LogReceiver.Delivery;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookDeliveryIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LogStream stream = new LogStream();
  private final TenantLog log =
      new TenantLog(
          "sandbox",
          "local-1",
          5,
          Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC));
  private int recorded;

  @Test
  void deliversInOrderWithTheHeadersItWasGiven() throws Exception {
    record(3);
    try (LogReceiver receiver = new LogReceiver(0)) {
      WebhookDelivery delivery = start(receiver.url(), WebhookFormat.JSONARRAY, 100);
      Delivery first = receiver.next();
      delivery.stop();

      assertThat(first.authorization()).isEqualTo("verbatim token");
      assertThat(first.contentType()).isEqualTo("application/json");
      JsonNode elements = JSON.readTree(first.body());
      assertThat(elements.size()).isEqualTo(3);
      for (JsonNode element : elements) {
        assertThat(element.propertyNames()).containsExactly("log_id", "data");
        assertThat(element.at("/data/log_id")).isEqualTo(element.get("log_id"));
      }
      assertThat(descriptions(elements)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void sendsNoMoreThanABatchAtATime() throws Exception {
    record(3);
    try (LogReceiver receiver = new LogReceiver(0)) {
      WebhookDelivery delivery = start(receiver.url(), WebhookFormat.JSONARRAY, 2);

      assertThat(descriptions(JSON.readTree(receiver.next().body()))).containsExactly("1", "2");
      assertThat(descriptions(JSON.readTree(receiver.next().body()))).containsExactly("3");
      delivery.stop();
    }
  }

  @Test
  void repeatsWhatTheReceiverDidNotTake() throws Exception {
    record(2);
    try (LogReceiver receiver = new LogReceiver(2)) {
      WebhookDelivery delivery = start(receiver.url(), WebhookFormat.JSONARRAY, 100);

      assertThat(receiver.next().answered()).isEqualTo(503);
      assertThat(receiver.next().answered()).isEqualTo(503);
      Delivery taken = receiver.next();
      assertThat(taken.answered()).isEqualTo(204);
      assertThat(descriptions(JSON.readTree(taken.body()))).startsWith("1", "2");

      record(1);
      assertThat(descriptions(JSON.readTree(receiver.next().body()))).hasSize(1);
      delivery.stop();
    }
  }

  @Test
  void deliversWhatTheRingStillHoldsOnceTheReceiverIsBack() throws Exception {
    URI url;
    try (LogReceiver closed = new LogReceiver(0)) {
      url = closed.url();
    }
    record(7);
    WebhookDelivery delivery = start(url, WebhookFormat.JSONARRAY, 100);
    try (LogReceiver back = new LogReceiver(0, url.getPort())) {
      assertThat(descriptions(JSON.readTree(back.next().body())))
          .containsExactly("3", "4", "5", "6", "7");
      delivery.stop();
    }
  }

  @Test
  void writesLinesAndObjects() throws Exception {
    record(2);
    try (LogReceiver receiver = new LogReceiver(0)) {
      WebhookDelivery lines = start(receiver.url(), WebhookFormat.JSONLINES, 100);
      String[] body = receiver.next().body().split("\n");
      lines.stop();
      assertThat(body).hasSize(2);
      assertThat(JSON.readTree(body[1]).at("/data/description").stringValue()).isEqualTo("2");

      WebhookDelivery objects = start(receiver.url(), WebhookFormat.JSONOBJECT, 100);
      for (String description : new String[] {"1", "2"}) {
        JsonNode element = JSON.readTree(receiver.next().body());
        assertThat(element.at("/data/description").stringValue()).isEqualTo(description);
      }
      objects.stop();
    }
  }

  private void record(int events) {
    for (int i = 0; i < events; i++) {
      recorded++;
      log.record(TenantEvent.of("fdeaz", String.valueOf(recorded)));
    }
  }

  @Test
  void deliversWhatHappenedWhileItWasPausedAndNothingThatAFilterDrops() throws Exception {
    try (LogReceiver receiver = new LogReceiver(0)) {
      stream.pause(true);
      stream.filter(true);
      WebhookDelivery delivery = start(receiver.url(), WebhookFormat.JSONARRAY, 1);
      log.record(TenantEvent.of("s", "while it was paused"));
      log.record(TenantEvent.of("sede", "dropped"));
      log.record(TenantEvent.of("fede", "passes"));
      assertThat(receiver.isUntouched()).isTrue();

      stream.pause(false);
      assertThat(descriptions(JSON.readTree(receiver.next().body())))
          .containsExactly("while it was paused");
      assertThat(descriptions(JSON.readTree(receiver.next().body()))).containsExactly("passes");
      delivery.stop();
    }
  }

  private WebhookDelivery start(URI url, WebhookFormat format, int batch) {
    LogStreamProperties.Webhook settings =
        new LogStreamProperties.Webhook(
            url,
            "verbatim token",
            format,
            "application/json",
            batch,
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            Duration.ofMillis(10));
    WebhookDelivery delivery =
        new WebhookDelivery(log, stream, settings, url, new WebhookBody(JSON, format));
    delivery.start();
    return delivery;
  }

  private static List<String> descriptions(JsonNode elements) {
    List<String> descriptions = new ArrayList<>();
    elements.forEach(element -> descriptions.add(element.at("/data/description").stringValue()));
    return descriptions;
  }
}
