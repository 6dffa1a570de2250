package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TenantLogIT {

  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private final TestTenant tenant = TestTenant.shared();
  private String reader = "";

  /** Getting a token is an event too, so it is done before a test looks. */
  @BeforeEach
  void getToken() throws Exception {
    reader = tenant.logReader();
  }

  /** The fields that Auth0's published schemas require, but for those every event has. */
  @ParameterizedTest
  @CsvSource({
    "fdeaz,  client_name description details hostname ip",
    "fdeac,  audience client_name description details ip strategy strategy_type",
    "fdecc,  client_name description details ip",
    "fede,   client_name description hostname ip",
    "sede,   audience client_name description hostname ip",
    "sertft, audience client_name description details ip",
    "s,      client_name description details hostname ip strategy strategy_type"
  })
  void writesTheFieldsOfTheSchema(String type, String fields) throws Exception {
    oneOfEach();

    JsonNode event = tenant.newest(type);

    for (String field : (fields + " environment_name tenant_name log_id date").split(" ")) {
      assertThat(event.get(field)).as(field).isNotNull();
      assertThat(event.get(field).isNull()).as(field).isFalse();
    }
    assertThat(event.get("_id")).isEqualTo(event.get("log_id"));
    assertThat(event.get("log_id").stringValue()).matches("900[0-9]{53}");
  }

  @Test
  void readsOnFromACheckpoint() throws Exception {
    String start = newestId();
    for (int i = 0; i < 5; i++) {
      tenant.requestCodes("nobody", "openid", TestTenant.API);
    }

    Reply first = logs("?from=" + start + "&take=3");
    assertThat(first.json().size()).isEqualTo(3);
    Reply second = follow(first);
    assertThat(second.json().size()).isEqualTo(2);
    Reply empty = follow(second);
    assertThat(empty.body()).isEqualTo("[]");
    assertThat(next(empty)).isEqualTo(next(second));

    List<String> ids = new ArrayList<>();
    first.json().forEach(event -> ids.add(event.get("log_id").stringValue()));
    second.json().forEach(event -> ids.add(event.get("log_id").stringValue()));
    assertThat(ids).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void readsByPage() throws Exception {
    for (int i = 0; i < 4; i++) {
      tenant.requestCodes("nobody", "openid", TestTenant.API);
    }

    JsonNode four = logs("?per_page=4").json();
    JsonNode secondTwo = logs("?per_page=2&page=1&include_totals=true").json();

    assertThat(secondTwo.get("start").intValue()).isEqualTo(2);
    assertThat(secondTwo.get("length").intValue()).isEqualTo(2);
    assertThat(secondTwo.at("/logs/0/log_id").isString()).isTrue();
    assertThat(four.get(0).get("log_id").stringValue())
        .isGreaterThan(four.get(3).get("log_id").stringValue());
  }

  @Test
  void findsOneEvent() throws Exception {
    tenant.requestCodes("nobody", "openid", TestTenant.API);
    String id = newestId();

    assertThat(logs("/" + id).text("log_id")).isEqualTo(id);
    Reply missing = logs("/900");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.properties()).containsExactly("statusCode", "error", "message");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?take=0",
        "?take=101",
        "?take=x",
        "?from=x'",
        "?page=-1",
        "?per_page=101",
        "?sort=type:1",
        "?q=type:fdeaz",
        "?page=99999999999"
      })
  void refusesAQueryItDoesNotUnderstand(String query) throws Exception {
    Reply refusal = logs(query);

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.json().get("statusCode").intValue()).isEqualTo(400);
    assertThat(refusal.text("error")).isEqualTo("Bad Request");
    assertThat(refusal.text("message")).startsWith("Query validation error: ");
  }

  @Test
  void showsTheLogOnlyToWhoMayReadIt() throws Exception {
    String userToken = tenant.tokens("alice", "openid", TestTenant.API).text("access_token");
    String otherApi =
        tenant
            .post(
                "oauth/token",
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "sandbox-m2m",
                    "client_secret", "sandbox-secret",
                    "audience", TestTenant.API))
            .text("access_token");

    for (String token : new String[] {userToken, otherApi, "garbage"}) {
      Reply refusal = tenant.get("api/v2/logs", "Authorization", "Bearer " + token);
      assertThat(refusal.status()).isEqualTo(401);
      assertThat(refusal.json().get("statusCode").intValue()).isEqualTo(401);
    }
    assertThat(tenant.get("api/v2/logs").status()).isEqualTo(401);
  }

  private void oneOfEach() throws Exception {
    tenant.requestCodes("nobody", "openid", TestTenant.API);
    Browser browser = new Browser(tenant);
    browser.open("activate?user_code=DDDD-DDDD");
    Reply cancelled = tenant.requestCodes("openid");
    browser.open("activate?user_code=" + cancelled.text("user_code"));
    browser.submit(
        "activate/confirm", Map.of("user_code", cancelled.text("user_code"), "action", "cancel"));
    tenant.poll(cancelled);
    Reply tokens = tenant.tokens("alice", TestTenant.ALL, TestTenant.API);
    tenant.refresh(tokens.text("refresh_token"));
    // So that the wrong codes of one test do not add up with those of the next.
    tenant.clock.forward(Duration.ofMinutes(15));
  }

  private Reply logs(String query) throws Exception {
    return tenant.get("api/v2/logs" + query, "Authorization", "Bearer " + reader);
  }

  private String newestId() throws Exception {
    return logs("?per_page=1").json().get(0).get("log_id").stringValue();
  }

  private static String next(Reply reply) {
    Matcher link = NEXT.matcher(reply.header("Link"));
    return link.find() ? link.group(1) : "";
  }

  private Reply follow(Reply reply) throws Exception {
    String path = next(reply).substring(tenant.url("").length());
    return tenant.get(path, "Authorization", "Bearer " + reader);
  }
}
