package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.Traits;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TenantEventDecoderTest {

  private static final Instant RECEIVED = Instant.parse("2026-11-24T12:00:00Z");

  private final TenantEventDecoder decoder =
      new TenantEventDecoder(Taxonomy.load(), Duration.ofMinutes(5));

  @Test
  void readsTheWebhooksEnvelope() {
    StoredEvent event =
        accepted("{'log_id':'a','data':{'type':'sede','date':'2026-11-24T10:00:00.5Z'}}");

    assertThat(event.event().id()).isEqualTo("a");
    assertThat(event.event().type()).isEqualTo("sede");
    assertThat(event.event().time()).isEqualTo("2026-11-24T10:00:00.500Z");
    assertThat(event.event().json()).contains("\"log_id\":\"a\"").doesNotContain("data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'log_id':'a','type':'sede'}",
        "{'_id':'a','type':'sede'}",
        "{'id':'a','type':'sede'}",
        "{'log_id':'a','data':{'type':'sede','log_id':'a'}}",
        "{'_id':'a','data':{'type':'sede'}}",
        "{'log_id':'a','type':'sede','data':{'type':'not-the-event'}}"
      })
  void findsIdAndTypeWhereverTheyAre(String json) {
    assertThat(accepted(json).event().id()).isEqualTo("a");
    assertThat(accepted(json).event().type()).isEqualTo("sede");
  }

  /** As EventBridge, Event Grid in both its forms, and the Management API give the same event. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'version':'0','id':'x','detail-type':'Auth0 log','source':'aws.partner/auth0.com/t-1/a',"
            + "'time':'2026-11-24T11:00:00Z','detail':{'log_id':'a','data':%s}}",
        "{'version':'0','id':'x','detail-type':'Auth0 log','source':'aws.partner/auth0.com/t-1/a',"
            + "'detail':%s}",
        "{'id':'x','topic':'t','subject':'s','eventType':'Auth0 log','eventTime':'2026-11-24',"
            + "'dataVersion':'1','data':%s}",
        "{'id':'x','eventType':'Auth0 log','data':{'log_id':'a','data':%s}}",
        "{'id':'x','specversion':'1.0','source':'s','type':'com.auth0.log','data':%s}",
        "{'id':'x','specversion':'1.0','type':'Auth0 log','data':{'log_id':'a','data':%s}}",
        "{'log_id':'a','data':%s}",
        "%s"
      })
  void readsTheSameEventFromEveryEnvelope(String envelope) {
    String event =
        "{'_id':'a','log_id':'a','type':'sede','date':'2026-11-24T10:00:00Z','client_id':'tv',"
            + "'connection':null,'location_info':null,'isMobile':false}";

    assertThat(accepted(envelope.formatted(event))).isEqualTo(accepted(event));
  }

  @Test
  void takesTheIdOfAnEnvelopeForNoLogId() {
    String event = "{'eventType':'Auth0 log','id':'%s','data':{'type':'sede','user_id':'u'}}";

    assertThat(accepted(event.formatted("delivery-1")).event().id())
        .startsWith("sha256:")
        .isEqualTo(accepted(event.formatted("delivery-2")).event().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'detail-type':'Auth0 log','detail':'text'}",
        "{'detail-type':'Auth0 log'}",
        "{'eventType':'Auth0 log','data':null}",
        "{'eventType':'Auth0 log','data':{}}",
        "{'detail-type':'Auth0 log','detail':{'log_id':'a','data':{'log_id':'a'}}}"
      })
  void refusesAnEnvelopeWithoutAnEvent(String json) {
    assertThat(((Decoded.Refused) decode(json.replace('\'', '"'))).event().reason())
        .isEqualTo("no_type");
  }

  @Test
  void refusesAnEventOfTheFuture() {
    String json = "{'log_id':'a','type':'sede','date':'2026-11-24T12:05:01Z'}";
    RejectedEvent rejected = ((Decoded.Refused) decode(json.replace('\'', '"'))).event();

    assertThat(rejected.reason()).isEqualTo("from_the_future");
    assertThat(rejected.detail())
        .isEqualTo("element 3 is dated 2026-11-24T12:05:01Z, more than 300 s ahead");
    assertThat(accepted("{'log_id':'a','type':'sede','date':'2026-11-24T12:05:00Z'}")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'2026-11-24T10:00:00Z', 2026-11-24T10:00:00Z",
    "'2026-11-24T10:00:00.123456789Z', 2026-11-24T10:00:00.123456Z",
    "'2026-11-24 10:00:00.123456789', 2026-11-24T10:00:00.123456Z",
    "'2026-11-24 10:00:00.123 +0000 UTC', 2026-11-24T10:00:00.123Z",
    "'2026-11-24T12:00:00+02:00', 2026-11-24T10:00:00Z",
    "'2026-11-24T12:00:00.5+0200', 2026-11-24T10:00:00.500Z"
  })
  void readsADateInEverySpelling(String date, Instant expected) {
    assertThat(accepted("{'log_id':'a','type':'s','date':'" + date + "'}").event().time())
        .isEqualTo(expected);
  }

  @Test
  void readsADateInMilliseconds() {
    assertThat(accepted("{'log_id':'a','type':'s','date':1795500000123}").event().time())
        .isEqualTo(Instant.ofEpochMilli(1_795_500_000_123L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'yesterday'",
        "''",
        "null",
        "{}",
        "true",
        "'2026-13-45T99:00:00Z'",
        "-5",
        "99999999999999999",
        "'0001-01-01T00:00:00Z'"
      })
  void takesTheTimeOfTheIdIfTheDateIsUseless(String date) {
    String json =
        "{'log_id':'90020260308035328377107000000000000001223372052034941034','type':'s','date':"
            + date
            + "}";

    assertThat(accepted(json).event().time()).isEqualTo("2026-03-08T03:53:28.377Z");
  }

  @Test
  void takesTheTimeOfArrivalIfNothingElseTells() {
    assertThat(accepted("{'log_id':'a','type':'s'}").event().time()).isEqualTo(RECEIVED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "'some text'", "{}", "[]", "7", "{'error':null}"})
  void takesDetailsOfAnyType(String details) {
    StoredEvent event = accepted("{'log_id':'a','type':'f','details':" + details + "}");

    assertThat(event.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(event.reason()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':'invalid_grant'} | invalid_grant",
        "{'error':{'oauthError':'unauthorized_client','message':'Not allowed'}} |"
            + " unauthorized_client",
        "{'error':{'type':'invalid-code'}} | invalid-code",
        "{'failure_reason':'session_not_found'} | session_not_found",
        "{'error':{'message':'A sentence is not a code'}} |",
        "{'error':'A sentence is not a code'} |"
      })
  void takesAShortErrorCodeAsTheReason(String details, String reason) {
    assertThat(accepted("{'log_id':'a','type':'f','details':" + details + "}").reason())
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'isMobile':true", "'is_mobile':'False'", "'isMobile_b':false"})
  void keepsMobileInEverySpelling(String member) {
    assertThat(accepted("{'log_id':'a','type':'s'," + member + "}").event().json())
        .contains(member.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"['openid','profile']", "'openid profile'", "null"})
  void keepsScopeAsItIs(String scope) {
    assertThat(accepted("{'log_id':'a','type':'s','scope':" + scope + "}").event().json())
        .contains("\"scope\":" + scope.replace('\'', '"'));
  }

  @Test
  void keepsFieldsThatNobodyKnows() {
    assertThat(accepted("{'log_id':'a','type':'s','brand_new':{'x':[1,2]}}").event().json())
        .contains("\"brand_new\":{\"x\":[1,2]}");
  }

  @Test
  void acceptsATypeThatNobodyKnows() {
    StoredEvent event = accepted("{'log_id':'a','type':'brand_new'}");

    assertThat(event.stage()).isEqualTo(Stage.NONE);
    assertThat(event.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void toleratesTheAbsenceOfEverythingButTheType() {
    StoredEvent event =
        accepted("{'type':'s','client_id':null,'user_id':'','ip':null,'description':null}");

    assertThat(event.event().subject()).isEqualTo(new Subject(null, null, null, null));
    assertThat(event.event().id()).startsWith("sha256:");
    assertThat(event.description()).isNull();
  }

  @Test
  void givesTheSameContentWithoutIdTheSameIdentity() {
    assertThat(accepted("{'type':'s','x':1}").event().id())
        .isEqualTo(accepted("{'type':'s','x':1}").event().id())
        .isNotEqualTo(accepted("{'type':'s','x':2}").event().id());
  }

  @Test
  void readsWhomItIsAbout() {
    assertThat(accepted(TestEvents.sample("fdeac").replace('"', '\'')).event().subject())
        .isEqualTo(
            new Subject(
                "sandbox-tv", "auth0|5f7c8ec7c33c6c004bbafe82", "session-1", "203.0.113.7"));
  }

  @ParameterizedTest
  @CsvSource({
    "fdeaz, REQUEST, FAILURE, unauthorized_client",
    "fdeac, ACTIVATION, FAILURE, invalid-expired-code",
    "fdecc, CONFIRMATION, CANCELLED,",
    "fede, EXCHANGE, FAILURE, expired_token",
    "sede, EXCHANGE, SUCCESS,"
  })
  void readsTheSampleOfEachCode(String code, Stage stage, Outcome outcome, String reason) {
    StoredEvent event = stored(decode(TestEvents.sample(code)));

    assertThat(event.event().type()).isEqualTo(code);
    assertThat(event.stage()).isEqualTo(stage);
    assertThat(event.outcome()).isEqualTo(outcome);
    assertThat(event.reason()).isEqualTo(reason);
    assertThat(event.event().time()).isEqualTo("2026-11-24T10:15:30.123Z");
  }

  /** What is read here need not be read again to be stored; nobody must see a difference. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'s'}",
        "{'type':'s','ip':'203.0.113.7','details':{'request':{'asn':64496}},'asn':'1'}",
        "{'type':'s','client_ip':'2001:db8:1::7','asn':64496,'details':'text','hostname':null}",
        "{'type':'s','organization_id':'org_1','organization_name':'','connection':true}",
        "{'type':'s','organization_id':'org_1','location_info':{'country_code':'DE'},'route':[]}",
        "{'type':'s','user_agent':'Firmware 7.1 (TV) Bearer abcdefghijklmnop','rules_digest':1.50}",
        "{'log_id':'1','data':{'type':'s','user_agent':'TV','location_info':'DE','route':{}}}"
      })
  void readsWhatTheStoreWouldReadOfTheJson(String json) {
    StoredEvent event = accepted(json);

    assertThat(event.traits()).isNotNull().isEqualTo(Traits.of(event.event()));
  }

  @Test
  void replacesWhatNoStoreCanKeep() {
    StoredEvent event =
        accepted("{'log_id':'a\\u0000b','type':'s','description':'half \\ud800 of a pair'}");

    assertThat(event.event().id()).isEqualTo("a\uFFFDb");
    assertThat(event.description()).isEqualTo("half \uFFFD of a pair");
    assertThat(event.event().json()).doesNotContain("\ud800");
  }

  @ParameterizedTest
  @CsvSource({
    "7, not_an_object",
    "null, not_an_object",
    "[], not_an_object",
    "{}, no_type",
    "{'type':null}, no_type",
    "{'type':''}, no_type",
    "{'type':{}}, no_type",
    "{'data':{}}, no_type"
  })
  void rejectsWhatIsNoEventAndSaysWhere(String json, String reason) {
    RejectedEvent rejected = ((Decoded.Refused) decode(json.replace('\'', '"'))).event();

    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.detail()).startsWith("element 3 ");
  }

  private StoredEvent accepted(String json) {
    return stored(decode(json.replace('\'', '"')));
  }

  private static StoredEvent stored(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
    return ((Decoded.Accepted) decoded).event();
  }

  private Decoded decode(String json) {
    return decoder.decode(JsonMapper.shared().readTree(json), "element 3", RECEIVED);
  }
}
