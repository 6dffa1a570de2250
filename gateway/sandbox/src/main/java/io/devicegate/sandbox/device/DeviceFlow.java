package io.devicegate.sandbox.device;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The device's half of the device authorization grant (RFC 8628), for a client without a secret.
 * Reads the {@code error} member and not the status, since tenants answer a pending poll with 400,
 * 403 or 429.
 */
final class DeviceFlow {

  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  /** The endpoints that the tenant's discovery document names. */
  private record Endpoints(URI deviceAuthorization, URI token, Optional<URI> userinfo) {}

  private final Web web;
  private final Clock clock;
  private final Sleeper sleeper;
  private final String clientId;
  private final Endpoints endpoints;

  private DeviceFlow(Web web, Clock clock, Sleeper sleeper, String clientId, Endpoints endpoints) {
    this.web = web;
    this.clock = clock;
    this.sleeper = sleeper;
    this.clientId = clientId;
    this.endpoints = endpoints;
  }

  /**
   * Reads the endpoints from the issuer's discovery document, which must name this issuer (OpenID
   * Connect Discovery, section 4.3); a slash at the end makes no difference.
   */
  static DeviceFlow discover(Web web, Clock clock, Sleeper sleeper, String clientId, String issuer)
      throws DeviceFailure, InterruptedException {
    URI document = uri("issuer", withoutSlash(issuer) + "/.well-known/openid-configuration");
    Answer answer = answer(document, () -> web.get(document));
    if (!answer.ok()) {
      throw DeviceFailure.network(document + " answered " + answer.status() + ".");
    }
    String named = member(answer, "issuer");
    if (!withoutSlash(named).equals(withoutSlash(issuer))) {
      throw DeviceFailure.network(
          document + " is about the issuer " + named + " (expected: " + issuer + ").");
    }
    URI token = uri("token_endpoint", member(answer, "token_endpoint"));
    URI device =
        uri("device_authorization_endpoint", member(answer, "device_authorization_endpoint"));
    Optional<String> userinfo = answer.text("userinfo_endpoint");
    return new DeviceFlow(
        web,
        clock,
        sleeper,
        clientId,
        new Endpoints(
            device,
            token,
            userinfo.isPresent()
                ? Optional.of(uri("userinfo_endpoint", userinfo.get()))
                : Optional.empty()));
  }

  /** Asks for a device code and a user code (section 3.1). */
  DeviceCode requestCode(String scope, String audience) throws DeviceFailure, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", clientId);
    form.put("scope", scope);
    if (!audience.isEmpty()) {
      form.put("audience", audience);
    }
    URI endpoint = endpoints.deviceAuthorization();
    Answer answer = answer(endpoint, () -> web.post(endpoint, form));
    if (!answer.ok()) {
      throw DeviceFailure.refused("The tenant gave no code: " + answer.explanation());
    }
    return DeviceCode.of(answer);
  }

  /** Polls until the user has answered or the code has run out (sections 3.4 and 3.5). */
  Tokens await(DeviceCode code) throws DeviceFailure, InterruptedException {
    Instant deadline = clock.instant().plus(code.lifetime());
    PollSchedule schedule = new PollSchedule(code.interval());
    Map<String, String> form =
        Map.of("grant_type", DEVICE_GRANT, "device_code", code.code(), "client_id", clientId);
    for (; ; ) {
      Duration wait = schedule.next();
      if (clock.instant().plus(wait).isAfter(deadline)) {
        throw DeviceFailure.refused("The code has run out. Start again to get a new one.");
      }
      sleeper.sleep(wait);
      Optional<Tokens> tokens = poll(form, schedule);
      if (tokens.isPresent()) {
        return tokens.get();
      }
    }
  }

  /** Trades a refresh token for new tokens (RFC 6749, section 6). */
  Tokens refresh(String refreshToken) throws DeviceFailure, InterruptedException {
    Map<String, String> form =
        Map.of("grant_type", "refresh_token", "refresh_token", refreshToken, "client_id", clientId);
    Answer answer = answer(endpoints.token(), () -> web.post(endpoints.token(), form));
    if (!answer.ok()) {
      throw DeviceFailure.refused("The tenant did not refresh: " + answer.explanation());
    }
    return Tokens.of(answer);
  }

  /** Who logged in, as the tenant says at its userinfo endpoint; empty when it does not say. */
  Optional<String> user(Tokens tokens) throws InterruptedException {
    if (endpoints.userinfo().isEmpty()) {
      return Optional.empty();
    }
    try {
      Answer answer = web.getWithToken(endpoints.userinfo().get(), tokens.access());
      Optional<String> name = answer.text("name").or(() -> answer.text("email"));
      Optional<String> subject = answer.text("sub");
      return name.isPresent() && subject.isPresent()
          ? Optional.of(name.get() + " (" + subject.get() + ")")
          : name.or(() -> subject);
    } catch (IOException e) {
      return Optional.empty(); // Only a courtesy: the device has its token already.
    }
  }

  private Optional<Tokens> poll(Map<String, String> form, PollSchedule schedule)
      throws DeviceFailure, InterruptedException {
    Answer answer;
    try {
      answer = web.post(endpoints.token(), form);
    } catch (IOException e) {
      schedule.unanswered();
      return Optional.empty();
    }
    if (answer.ok()) {
      return Optional.of(Tokens.of(answer));
    }
    if (answer.status() >= 500) {
      schedule.unanswered();
      return Optional.empty();
    }
    switch (answer.error()) {
      case "authorization_pending" -> schedule.pending();
      case "slow_down", "too_many_requests" -> schedule.slowDown();
      case "access_denied" ->
          throw DeviceFailure.refused("The login was refused: " + answer.explanation());
      case "expired_token" ->
          throw DeviceFailure.refused("The code has run out. Start again to get a new one.");
      default -> throw DeviceFailure.refused("The tenant gave no token: " + answer.explanation());
    }
    return Optional.empty();
  }

  /** A request to the tenant outside of the polling: no second try, a message instead. */
  private static Answer answer(URI uri, Exchange exchange)
      throws DeviceFailure, InterruptedException {
    try {
      return exchange.run();
    } catch (IOException e) {
      throw DeviceFailure.network("The tenant cannot be reached at " + uri + ": " + reason(e));
    }
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String member(Answer answer, String name) throws DeviceFailure {
    return answer
        .text(name)
        .orElseThrow(
            () -> DeviceFailure.network("The tenant's discovery document has no " + name + "."));
  }

  private static URI uri(String name, String text) throws DeviceFailure {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw DeviceFailure.network(name + ": " + text + " (expected: an http or https URL)");
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** A request and its answer. */
  @FunctionalInterface
  private interface Exchange {
    Answer run() throws IOException, InterruptedException;
  }
}
