package io.devicegate.dashboards.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperationReaderTest {

  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  private final OperationReader reader = new OperationReader(Duration.ofMinutes(5));

  @Test
  void isADeployNowUnlessItSaysOtherwise() {
    StoredEvent deploy = read("{\"description\": \" tv-app 4.2.0 \"}");

    assertThat(deploy.event().type()).isEqualTo("deploy");
    assertThat(deploy.event().time()).isEqualTo(NOW);
    assertThat(deploy.event().id()).isNotEmpty();
    assertThat(deploy.outcome()).isEqualTo(Outcome.INFORMATION);
    assertThat(
            read("{\"description\": \"x\", \"time\": \"2026-11-24T09:58:00+02:00\"}")
                .event()
                .time())
        .isEqualTo(Instant.parse("2026-11-24T07:58:00Z"));
  }

  /** So that the settings of privacy find it, even a name of three letters. */
  @Test
  void keepsWhoDidItAsAPersonsName() {
    StoredEvent deploy = read("{\"description\": \"tv-app 4.2.0\", \"by\": \"bob\"}");

    assertThat(deploy.event().subject().user()).isEqualTo("bob");
    assertThat(deploy.event().json()).contains("\"user_name\":\"bob\"").doesNotContain("\"by\"");
  }

  @Test
  void keepsNoSecretOfADescription() {
    StoredEvent deploy =
        read("{\"description\": \"deployed with code=WDJB-MJHT by hand\", \"id\": \"17\"}");

    assertThat(deploy.event().json() + deploy.description()).doesNotContain("WDJB");
  }

  private StoredEvent read(String body) {
    return reader.read(body.getBytes(UTF_8), NOW).events().get(0);
  }
}
