package io.devicegate.sandbox.tenant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The device codes of the tenant and what became of each: waiting, approved, denied, expired,
 * redeemed.
 *
 * <p>Thread-safe; every step is atomic, so that a code is decided once and redeemed once. Bounded:
 * when it is full of codes that still live, {@link #issue} refuses.
 */
final class DeviceGrants {

  /** The two codes of a new grant. */
  record Codes(String deviceCode, String userCode) {}

  /** A grant that waits for its user. */
  record Waiting(String id, String userCode, DeviceRequest request) {}

  /** What a user code stands for. */
  sealed interface Lookup {
    record Found(Waiting waiting) implements Lookup {}

    /** The code existed but can no longer be used. */
    record Over(DeviceRequest request) implements Lookup {}

    record Unknown() implements Lookup {}
  }

  /** Answer to one poll of a device. */
  sealed interface Poll {
    record Pending() implements Poll {}

    record TooFast() implements Poll {}

    /** Told exactly once. */
    record Expired(DeviceRequest request) implements Poll {}

    record Denied(DeviceRequest request, String message) implements Poll {}

    /** Told exactly once; the code is redeemed. */
    record Approved(DeviceRequest request, Login login) implements Poll {}

    /** No such code, a code of another client, or one that has had its final answer. */
    record Unknown() implements Poll {}
  }

  private sealed interface Decision {
    record Approved(Login login) implements Decision {}

    record Denied(String message) implements Decision {}
  }

  private static final class Grant {
    final Codes codes;
    final Waiting waiting;
    final Instant expiresAt;
    @Nullable Instant polledAt;
    @Nullable Decision decision;

    Grant(Codes codes, Waiting waiting, Instant expiresAt) {
      this.codes = codes;
      this.waiting = waiting;
      this.expiresAt = expiresAt;
    }
  }

  private final Duration lifetime;
  private final Duration interval;
  private final int capacity;
  private final UserCodes userCodes;
  private final Clock clock;

  // All grants live equally long, so the order of insertion is the order of expiry.
  private final Map<String, Grant> byDeviceCode = new LinkedHashMap<>();
  private final Map<String, Grant> byUserCode = new HashMap<>();

  DeviceGrants(
      Duration lifetime, Duration interval, int capacity, UserCodes userCodes, Clock clock) {
    this.lifetime = lifetime;
    this.interval = interval;
    this.capacity = capacity;
    this.userCodes = userCodes;
    this.clock = clock;
  }

  /** New codes for a device; empty when too many codes are alive. */
  synchronized Optional<Codes> issue(DeviceRequest request) {
    if (!makeRoom()) {
      return Optional.empty();
    }
    Codes codes = new Codes(Secrets.random(), unusedUserCode());
    Waiting waiting = new Waiting(Secrets.random(), codes.userCode(), request);
    Grant grant = new Grant(codes, waiting, clock.instant().plus(lifetime));
    byDeviceCode.put(codes.deviceCode(), grant);
    byUserCode.put(codes.userCode(), grant);
    return Optional.of(codes);
  }

  synchronized Lookup find(String userCode) {
    Grant grant = byUserCode.get(userCode);
    if (grant == null) {
      return new Lookup.Unknown();
    }
    return isOpen(grant)
        ? new Lookup.Found(grant.waiting)
        : new Lookup.Over(grant.waiting.request());
  }

  /** Whether the login was taken; false when the grant is expired or was decided before. */
  synchronized boolean approve(Waiting waiting, Login login) {
    return decide(waiting, new Decision.Approved(login));
  }

  /** Whether the refusal was taken; false when the grant is expired or was decided before. */
  synchronized boolean deny(Waiting waiting, String message) {
    return decide(waiting, new Decision.Denied(message));
  }

  synchronized Poll poll(String deviceCode, String clientId) {
    Grant grant = byDeviceCode.get(deviceCode);
    if (grant == null || !grant.waiting.request().clientId().equals(clientId)) {
      return new Poll.Unknown();
    }
    DeviceRequest request = grant.waiting.request();
    if (isExpired(grant)) {
      forget(grant);
      return grant.decision instanceof Decision.Denied
          ? new Poll.Unknown()
          : new Poll.Expired(request);
    }
    if (isTooFast(grant)) {
      return new Poll.TooFast();
    }
    if (grant.decision == null) {
      return new Poll.Pending();
    }
    if (grant.decision instanceof Decision.Denied denied) {
      return new Poll.Denied(request, denied.message());
    }
    forget(grant);
    return new Poll.Approved(request, ((Decision.Approved) grant.decision).login());
  }

  private boolean decide(Waiting waiting, Decision decision) {
    Grant grant = byUserCode.get(waiting.userCode());
    if (grant == null || !grant.waiting.id().equals(waiting.id()) || !isOpen(grant)) {
      return false;
    }
    grant.decision = decision;
    return true;
  }

  private boolean isOpen(Grant grant) {
    return grant.decision == null && !isExpired(grant);
  }

  private boolean isExpired(Grant grant) {
    return !clock.instant().isBefore(grant.expiresAt);
  }

  private boolean isTooFast(Grant grant) {
    Instant now = clock.instant();
    Instant before = grant.polledAt;
    grant.polledAt = now;
    return before != null && now.isBefore(before.plus(interval));
  }

  private boolean makeRoom() {
    Iterator<Grant> oldest = byDeviceCode.values().iterator();
    while (byDeviceCode.size() >= capacity) {
      Grant grant = oldest.next();
      if (!isExpired(grant)) {
        return false;
      }
      oldest.remove();
      byUserCode.remove(grant.codes.userCode());
    }
    return true;
  }

  private String unusedUserCode() {
    String code = userCodes.next();
    while (byUserCode.containsKey(code)) {
      code = userCodes.next();
    }
    return code;
  }

  private void forget(Grant grant) {
    byDeviceCode.remove(grant.codes.deviceCode());
    byUserCode.remove(grant.codes.userCode());
  }
}
