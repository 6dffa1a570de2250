package io.devicegate.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StorytellerTest {

  @Test
  void joinsByTheToken() {
    assertThat(
            tell(
                event("1", 0, Stage.EXCHANGE, null, null, null, "t"),
                event("2", 9_000, Stage.CALL, null, null, null, "t")))
        .containsExactly("1:first 2:token");
  }

  @Test
  void joinsBySession() {
    assertThat(
            tell(
                event("1", 0, Stage.ACTIVATION, null, "s", null, null),
                event("2", 500, Stage.LOGIN, "alice", "s", null, null)))
        .containsExactly("1:first 2:session");
  }

  @Test
  void joinsAnAddressOnlyWhileTheCodeHolds() {
    assertThat(
            tell(
                event("1", 0, Stage.REQUEST, null, null, "a", null),
                event("2", 900, Stage.EXCHANGE, null, null, "a", null),
                event("3", 1_801, Stage.EXCHANGE, null, null, "a", null)))
        .containsExactly("1:first 2:client_and_address", "3:first");
  }

  @Test
  void keepsTwoUsersOfOneAddressApart() {
    assertThat(
            tell(
                event("1", 0, Stage.EXCHANGE, "alice", null, "a", null),
                event("2", 10, Stage.EXCHANGE, "bob", null, "a", null)))
        .containsExactly("1:first", "2:first");
  }

  @Test
  void beginsAgainAfterTheExchange() {
    assertThat(
            tell(
                event("1", 0, Stage.EXCHANGE, "alice", null, "a", null),
                event("2", 60, Stage.LOGIN, "alice", null, "a", null),
                event("3", 70, Stage.EXCHANGE, "alice", null, "a", null),
                event("4", 90_000, Stage.CALL, "alice", null, "b", null)))
        .containsExactly("1:first", "2:first 3:user_and_client 4:user_and_client");
  }

  @Test
  void putsTwoBeginningsTogetherWhenBothAreKnownToBeOne() {
    assertThat(
            tell(
                event("1", 0, Stage.REQUEST, null, null, "device", null),
                event("2", 10, Stage.LOGIN, "alice", "s", "phone", null),
                event("3", 20, Stage.EXCHANGE, "alice", null, "device", null)))
        .containsExactly("1:client_and_address 2:first 3:user_and_client");
  }

  @Test
  void tellsTheSameWhateverTheOrder() {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      events.add(
          event(
              "e" + i,
              i * 100,
              i % 3 == 0 ? Stage.LOGIN : i % 3 == 1 ? Stage.EXCHANGE : Stage.CALL,
              i % 3 == 0 ? null : "user" + i % 4,
              i % 5 == 0 ? "s" + i % 7 : null,
              "a" + i % 2,
              null));
    }
    List<String> told = told(events);
    Collections.shuffle(events, new Random(3));

    assertThat(told(events)).isEqualTo(told).hasSizeGreaterThan(1);
    assertThat(String.join(" ", told).split(" ")).hasSize(40);
  }

  private static List<String> tell(StoredEvent... events) {
    return told(List.of(events));
  }

  private static List<String> told(List<StoredEvent> events) {
    return Storyteller.tell(events).stream()
        .map(
            story ->
                String.join(
                    " ",
                    story.chapters().stream()
                        .map(it -> it.event().event().id() + ":" + Views.word(it.join()))
                        .toList()))
        .toList();
  }

  private static StoredEvent event(
      String id,
      int second,
      Stage stage,
      @Nullable String user,
      @Nullable String session,
      @Nullable String ip,
      @Nullable String token) {
    String json = token == null ? "{}" : "{\"details\":{\"access_token_jti\":\"" + token + "\"}}";
    return new StoredEvent(
        new Event(
            Event.AUTH0,
            id,
            "x",
            TestEvents.NOON.plusSeconds(second),
            new Subject("tv", user, session, ip),
            json),
        stage,
        Outcome.SUCCESS,
        null,
        null,
        TestEvents.NOON);
  }
}
