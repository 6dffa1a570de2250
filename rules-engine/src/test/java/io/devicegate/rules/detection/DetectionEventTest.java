package io.devicegate.rules.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import io.devicegate.rules.json.JsonReader;
import io.devicegate.rules.json.NameCache;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionEventTest {

  @Test
  void takesItsFieldsFromWhereAuth0PutsThem() {
    DetectionEvent event =
        read(
            """
            {"type":"sede","client_name":"TV","user_name":"alice@sandbox.test","connection":"",
             "user_agent":"Chrome 142","audience":"https://api","hostname":"tenant.test",
             "description":"Success","scope":"openid  profile","location_info":{"country_code":"DE"},
             "details":{"code":"••••HT","access_token_jti":"x"}}
            """);

    assertThat(event.type()).isEqualTo("sede");
    assertThat(event.client()).isEqualTo("tv");
    assertThat(event.user()).isNull();
    assertThat(event.clientName()).isEqualTo("TV");
    assertThat(event.userName()).isEqualTo("alice@sandbox.test");
    assertThat(event.userAgent()).isEqualTo("Chrome 142");
    assertThat(event.audience()).isEqualTo("https://api");
    assertThat(event.hostname()).isEqualTo("tenant.test");
    assertThat(event.description()).isEqualTo("Success");
    assertThat(event.connection()).isNull();
    assertThat(event.country()).isEqualTo("DE");
    assertThat(event.code()).isEqualTo("••••HT");
    assertThat(event.scopes()).containsExactly("openid", "profile");
    assertThat(event.details()).containsEntry("access_token_jti", "x");
    assertThat(event.json()).containsEntry("type", "sede");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"expired_token\"}                                     | expired_token",
        "{\"error\":{\"type\":\"invalid-expired-code\"}}                    | invalid-expired-code",
        "{\"error\":{\"type\":\"oauth\",\"oauthError\":\"access_denied\"}}   | access_denied",
        "{\"failure_reason\":\"revoked\"}                                  | revoked",
        "{\"error\":[1]}                                                  |"
      })
  void findsTheErrorInItsManyPlaces(String details, String error) {
    assertThat(read("{\"details\":" + details + "}").error()).isEqualTo(error);
  }

  @Test
  void copesWithPartsOfOtherKinds() {
    DetectionEvent event =
        read("{\"details\":\"text\",\"scope\":[\"a\",1],\"location_info\":7,\"user_agent\":{}}");

    assertThat(event.details()).isEqualTo(Map.of());
    assertThat(event.scopes()).isEqualTo(List.of("a"));
    assertThat(event.country()).isNull();
    assertThat(event.userAgent()).isNull();
  }

  /** A detector reads no more of the JSON than {@link DetectionEvent#member} says. */
  @Test
  void namesTheMemberOfTheJsonThatAFieldIsReadFrom() throws ReflectiveOperationException {
    String json =
        """
        {"type":"sede","client_name":"TV","user_name":"alice","connection":"Users",
         "user_agent":"Chrome 142","audience":"https://api","hostname":"tenant.test",
         "description":"Success","scope":"openid","location_info":{"country_code":"DE"},
         "details":{"code":"••••HT","error":"x"}}
        """;
    DetectionEvent whole = read(json);

    for (RecordComponent component : DetectionEvent.class.getRecordComponents()) {
      String field = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      if (!field.equals("json")) {
        Optional<String> member = DetectionEvent.member(field);
        DetectionEvent part = read(json, name -> member.equals(Optional.of(name)));
        assertThat(component.getAccessor().invoke(part))
            .as(field)
            .isEqualTo(component.getAccessor().invoke(whole));
      }
    }
  }

  private static DetectionEvent read(String json) {
    return read(json, name -> true);
  }

  private static DetectionEvent read(String json, Predicate<String> wanted) {
    Event event =
        new Event(
            Event.AUTH0, "id", "sede", Instant.EPOCH, new Subject("tv", "", null, null), json);
    return DetectionEvent.of(
        event, JsonReader.readLeniently(json, new NameCache(), wanted).orElseThrow());
  }
}
