package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SecretMaskTest {

  private static final String SECRET = "s3cr3t-value-XY";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'access_token':'%s'}",
        "{'details':{'refresh_token':'%s'}}",
        "{'details':{'body':{'client_secret':'%s'}}}",
        "{'details':{'request':{'headers':{'Authorization':'%s'}}}}",
        "{'details':{'request':{'body':{'password':'%s'}}}}",
        "{'details':{'code_verifier':'%s'}}",
        "{'details':{'device_code':'%s'}}",
        "{'details':{'user-code':'%s'}}",
        "{'details':{'code':'%s'}}",
        "{'details':{'qs':{'code':'%s'}}}",
        "{'type':'sede','code':'%s'}",
        "{'log_id':'1','data':{'type':'sede','code':'%s'}}",
        "{'details':{'tokens':['a','%s']}}",
        "{'details':{'credentials':{'deep':{'deeper':'%s'}}}}",
        "{'details':{'idToken':'%s'}}",
        "{'details':{'client_assertion':'%s'}}",
        "{'description':'sent Bearer %s'}",
        "{'details':{'url':'https://x/cb?state=1&code=%s'}}"
      })
  void leavesNothingOfASecretButItsEnd(String json) {
    String masked = mask(json.formatted(SECRET));

    assertThat(masked).doesNotContain("s3cr3t").doesNotContain("value").contains("••••");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"refresh_token\":\"SECRET\",\"type\":",
        "{\"a\":1,\"code\" : \"SECRET",
        "{'client_secret':'SECRET','x'",
        "{\"otp\":SECRET}",
        "{\"password\":\"SECR\\\"SECRET\", broken",
        "see Authorization: Bearer SECRETSECRET and",
        "{\"details\":{\"qs\":\"code=SECRET&x\""
      })
  void masksWhatIsOnlyNearlyJson(String text) {
    assertThat(new SecretMask().apply(text)).doesNotContain("SECRET").contains("••••");
  }

  @Test
  void leavesTheRestOfNearlyJsonAsItIs() {
    String text = "{\"type\":\"sede\", \"date\":\"2026-11-24\",\"jti\":\"abc\" $1 \\ }";
    assertThat(new SecretMask().apply(text)).isEqualTo(text);
  }

  @Test
  void knowsATokenByItsShape() {
    assertThat(mask("{'description':'got eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln here'}"))
        .isEqualTo("{\"description\":\"got •••• here\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'details':{'access_token_jti':'abcdefgh'}} | abcdefgh",
        "{'details':{'tokenCounter':3}} | 3",
        "{'details':{'error':{'payload':{'code':'unauthorized_client'}}}} | unauthorized_client",
        "{'details':{'error':{'code':'some_code'}}} | some_code",
        "{'details':{'token_type':'Bearer'}} | Bearer",
        "{'type':'s','code':'fede'} | fede",
        "{'code':'invalid_grant'} | invalid_grant",
        "{'code':'pwd_leak'} | pwd_leak",
        "{'code':400} | 400",
        "{'description':'Wrong password.'} | Wrong password."
      })
  void keepsWhatIsNoSecret(String json, String kept) {
    assertThat(mask(json)).contains(kept).doesNotContain("•");
  }

  @Test
  void keepsTwoCharactersOfALongSecretAndNoneOfAShortOne() {
    assertThat(mask("{'details':{'code':'WDJB-MJHT'},'otp':'123456','pin':1234}"))
        .isEqualTo("{\"details\":{\"code\":\"••••HT\"},\"otp\":\"••••\",\"pin\":\"••••\"}");
  }

  private static String mask(String json) {
    ObjectNode event = (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
    new SecretMask().apply(event);
    return event.toString();
  }
}
