package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.token.JwksEvent;
import io.devicegate.gateway.token.JwksEvent.KeyName;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class OperationsToDashboardsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final KeyName OLD = new KeyName("old", "a");
  private static final KeyName NEW = new KeyName("new", "b");

  private final List<Event> told = new ArrayList<>();
  private final OperationsToDashboards operations =
      new OperationsToDashboards(
          told::addAll,
          new StaticListableBeanFactory(Map.of("clock", Clock.fixed(NOW, ZoneOffset.UTC)))
              .getBeanProvider(Clock.class));

  @Test
  void rotationIsToldWithTheNamesOfTheKeys() {
    operations.keysChanged(
        new JwksEvent.KeysChanged("https://tv.example/", Set.of(NEW), Set.of(OLD), 0));

    assertThat(told)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.source()).isEqualTo(Event.OPERATIONS);
              assertThat(event.type()).isEqualTo("keys_changed");
              assertThat(event.time()).isEqualTo(NOW);
              assertThat(event.json())
                  .contains("Keys of https://tv.example/: added new, removed old");
            });
  }

  @Test
  void announcementOfTheNextKeyIsToldToo() {
    operations.keysChanged(
        new JwksEvent.KeysChanged("https://tv.example/", Set.of(NEW), Set.of(), 1));

    assertThat(told).singleElement().matches(event -> event.json().contains(": added new\""));
  }

  @Test
  void keysOfAStartReplaceNothing() {
    operations.keysChanged(
        new JwksEvent.KeysChanged("https://tv.example/", Set.of(OLD), Set.of(), 0));

    assertThat(told).isEmpty();
  }
}
