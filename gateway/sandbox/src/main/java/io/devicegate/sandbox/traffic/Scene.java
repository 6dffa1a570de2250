package io.devicegate.sandbox.traffic;

import io.devicegate.sandbox.device.Answer;
import io.devicegate.sandbox.device.Web;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Where a story plays: a tenant, a gateway, and the people and devices that use them. */
public final class Scene {

  static final String TV = "sandbox-tv";

  private static final String AUDIENCE = "https://api.sandbox.test";
  private static final String SCOPE = "openid profile email offline_access catalogue:read";
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final Web web = new Web();
  private final String issuer;
  private final String gateway;
  private final Clock clock;
  private final Household alice;
  private final Household bob;
  private String latest = "";
  private int served;

  /**
   * Sets it.
   *
   * @param issuer the sandbox tenant, with a slash at its end
   * @param gateway address of the gateway, without one
   * @param clock the time that the story goes by
   */
  public Scene(String issuer, String gateway, Clock clock) {
    this.issuer = issuer;
    this.gateway = gateway;
    this.clock = clock;
    this.alice = new Household(issuer, "alice");
    this.bob = new Household(issuer, "bob");
  }

  /** How many devices have got their tokens. */
  public int served() {
    return served;
  }

  Instant now() {
    return clock.instant();
  }

  Household alice() {
    return alice;
  }

  /** Bob's e-mail address is not verified, so the sandbox's rule refuses him. */
  Household bob() {
    return bob;
  }

  /** Somebody who has not logged in yet, with a browser and an address of their own. */
  Household stranger(String person, String browser, String address) {
    return new Household(issuer, person, browser, address);
  }

  /** A device of alice's gets a token and calls. */
  void ordinaryDevice() throws IOException, InterruptedException {
    Answer code = code(TV);
    if (userCode(code).isEmpty()) {
      // Nobody new gets in; who is connected already goes on.
      call(latest);
      return;
    }
    alice.activate(userCode(code));
    Answer tokens = poll(code);
    String token = tokens.text("access_token").orElse("");
    if (!token.isEmpty()) {
      served++;
      call(token);
      latest = token;
    }
  }

  /** The token of the device that was served last; empty before the first. */
  String latestToken() {
    return latest;
  }

  /** A device calls the API. */
  void call(String token) throws IOException, InterruptedException {
    web.getWithToken(URI.create(gateway + "/api/catalogue"), token);
  }

  /** Breaks the tenant in one way, or mends it. */
  void fault(String name, boolean isOn) throws IOException, InterruptedException {
    web.request(isOn ? "PUT" : "DELETE", URI.create(issuer + "sandbox/faults/" + name));
  }

  /** The tenant signs with a new key from now on. */
  void rotateKeys(boolean keepPrevious) throws IOException, InterruptedException {
    web.request("POST", URI.create(issuer + "sandbox/keys/rotate?keep=" + keepPrevious));
  }

  Answer code(String client) throws IOException, InterruptedException {
    return code(client, AUDIENCE);
  }

  Answer code(String client, String audience) throws IOException, InterruptedException {
    return web.post(
        URI.create(issuer + "oauth/device/code"),
        Map.of("client_id", client, "audience", audience, "scope", SCOPE));
  }

  static String userCode(Answer code) {
    return code.text("user_code").orElse("");
  }

  Answer poll(Answer code) throws IOException, InterruptedException {
    return poll(code, "127.0.0.1");
  }

  Answer poll(Answer code, String address) throws IOException, InterruptedException {
    return web.post(
        URI.create(issuer + "oauth/token"),
        Map.of(
            "grant_type",
            DEVICE_GRANT,
            "device_code",
            code.text("device_code").orElse(""),
            "client_id",
            TV),
        Map.of("Sandbox-Address", address));
  }
}
