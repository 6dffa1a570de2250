package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.sandbox.tenant.DeviceGrants.Codes;
import io.devicegate.sandbox.tenant.DeviceGrants.Lookup;
import io.devicegate.sandbox.tenant.DeviceGrants.Poll;
import io.devicegate.sandbox.tenant.DeviceGrants.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceGrantsTest {

  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final DeviceRequest REQUEST =
      new DeviceRequest(
          "sandbox-tv", Set.of("openid"), null, new Caller("127.0.0.1", null, "localhost"));

  private final MovableClock clock = new MovableClock("2026-11-24T10:00:00Z");
  private final DeviceGrants grants =
      new DeviceGrants(LIFETIME, INTERVAL, 3, new UserCodes(), clock);
  private final Login login =
      new Login(
          "auth0|alice",
          Set.of("openid"),
          new CustomClaims(Map.of(), Map.of()),
          Map.of(),
          "session",
          clock.instant());

  @Test
  void waitsUntilSomebodyDecides() {
    Codes codes = issue();

    assertThat(poll(codes)).isInstanceOf(Poll.Pending.class);
    clock.forward(INTERVAL);
    assertThat(poll(codes)).isInstanceOf(Poll.Pending.class);
  }

  @Test
  void slowsDownOnlyWhoeverPollsTooFast() {
    Codes codes = issue();
    poll(codes);

    clock.forward(INTERVAL.minusMillis(1));
    assertThat(poll(codes)).isInstanceOf(Poll.TooFast.class);
    clock.forward(INTERVAL.minusMillis(1));
    assertThat(poll(codes)).as("the interval begins anew").isInstanceOf(Poll.TooFast.class);
    clock.forward(INTERVAL);
    assertThat(poll(codes)).isInstanceOf(Poll.Pending.class);
  }

  @Test
  void redeemsAnApprovedCodeOnce() {
    Codes codes = issue();
    assertThat(grants.approve(waiting(codes), login)).isTrue();

    assertThat(poll(codes)).isEqualTo(new Poll.Approved(REQUEST, login));
    clock.forward(INTERVAL);
    assertThat(poll(codes)).isInstanceOf(Poll.Unknown.class);
  }

  @Test
  void keepsSayingThatTheUserRefusedUntilTheCodeExpires() {
    Codes codes = issue();
    assertThat(grants.deny(waiting(codes), "No.")).isTrue();

    assertThat(poll(codes)).isEqualTo(new Poll.Denied(REQUEST, "No."));
    clock.forward(INTERVAL);
    assertThat(poll(codes)).isEqualTo(new Poll.Denied(REQUEST, "No."));
    clock.forward(LIFETIME);
    assertThat(poll(codes)).isInstanceOf(Poll.Unknown.class);
  }

  @Test
  void takesTheFirstDecisionOnly() {
    Codes codes = issue();
    Waiting waiting = waiting(codes);
    grants.deny(waiting, "No.");

    assertThat(grants.approve(waiting, login)).isFalse();
    assertThat(grants.deny(waiting, "Again.")).isFalse();
    assertThat(poll(codes)).isEqualTo(new Poll.Denied(REQUEST, "No."));
  }

  @Test
  void saysOnceThatACodeExpired() {
    Codes codes = issue();
    clock.forward(LIFETIME);

    assertThat(poll(codes)).isEqualTo(new Poll.Expired(REQUEST));
    assertThat(poll(codes)).isInstanceOf(Poll.Unknown.class);
  }

  @Test
  void expiresAnApprovedCodeThatNobodyRedeemed() {
    Codes codes = issue();
    grants.approve(waiting(codes), login);
    clock.forward(LIFETIME);

    assertThat(poll(codes)).isInstanceOf(Poll.Expired.class);
  }

  @Test
  void refusesDecisionsAfterTheCodeExpired() {
    Codes codes = issue();
    Waiting waiting = waiting(codes);
    clock.forward(LIFETIME);

    assertThat(grants.approve(waiting, login)).isFalse();
    assertThat(grants.find(codes.userCode())).isEqualTo(new Lookup.Over(REQUEST));
  }

  @Test
  void knowsNoCodeOfAnotherClient() {
    Codes codes = issue();

    assertThat(grants.poll(codes.deviceCode(), "sandbox-cli")).isInstanceOf(Poll.Unknown.class);
    assertThat(grants.poll("no such code", "sandbox-tv")).isInstanceOf(Poll.Unknown.class);
    assertThat(grants.find("BBBB-BBBB")).isInstanceOf(Lookup.Unknown.class);
  }

  @Test
  void refusesMoreCodesThanItKeepsUntilOneExpires() {
    Codes first = issue();
    issue();
    issue();
    assertThat(grants.issue(REQUEST)).isEmpty();

    clock.forward(LIFETIME);
    assertThat(grants.issue(REQUEST)).isPresent();
    assertThat(grants.find(first.userCode())).isInstanceOf(Lookup.Unknown.class);
  }

  private Codes issue() {
    return grants.issue(REQUEST).orElseThrow();
  }

  private Waiting waiting(Codes codes) {
    return ((Lookup.Found) grants.find(codes.userCode())).waiting();
  }

  private Poll poll(Codes codes) {
    return grants.poll(codes.deviceCode(), "sandbox-tv");
  }
}
