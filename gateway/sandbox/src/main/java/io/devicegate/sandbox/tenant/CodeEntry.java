package io.devicegate.sandbox.tenant;

import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * Looks up what people type as a user code, and stops those who guess: after too many wrong codes
 * from one address or in one session it looks no more (RFC 8628 section 5.1).
 */
@Component
final class CodeEntry {

  /** What a typed code turned out to be. */
  sealed interface Result {
    record Found(DeviceGrants.Waiting waiting) implements Result {}

    /** Nothing that could be a code. */
    record Malformed() implements Result {}

    /** No code that a device waits for. */
    record InvalidOrExpired() implements Result {}

    record TooMany() implements Result {}
  }

  private final DeviceGrants grants;
  private final TenantEvents events;
  private final GuessLimit addresses;
  private final GuessLimit sessions;

  CodeEntry(DeviceGrants grants, TenantEvents events, SandboxProperties properties, Clock clock) {
    this.grants = grants;
    this.events = events;
    SandboxProperties.Limits limits = properties.limits();
    this.addresses = new GuessLimit(limits.wrongCodesPerAddress(), limits.window(), clock);
    this.sessions = new GuessLimit(limits.wrongCodesPerSession(), limits.window(), clock);
  }

  Result enter(String typed, Caller browser, String sessionId) {
    if (addresses.isReached(browser.ip()) || sessions.isReached(sessionId)) {
      return new Result.TooMany();
    }
    return UserCodes.normalize(typed)
        .map(code -> find(code, browser, sessionId))
        .orElseGet(Result.Malformed::new);
  }

  private Result find(String code, Caller browser, String sessionId) {
    DeviceGrants.Lookup lookup = grants.find(code);
    if (lookup instanceof DeviceGrants.Lookup.Found found) {
      return new Result.Found(found.waiting());
    }
    addresses.countWrong(browser.ip());
    sessions.countWrong(sessionId);
    if (lookup instanceof DeviceGrants.Lookup.Over over) {
      events.activationFailed(browser, sessionId, code, over.request(), "expired_code", null);
    } else {
      events.activationFailed(browser, sessionId, code, null, "invalid_code", null);
    }
    return new Result.InvalidOrExpired();
  }
}
