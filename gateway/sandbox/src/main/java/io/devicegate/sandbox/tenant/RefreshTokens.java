package io.devicegate.sandbox.tenant;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Rotating refresh tokens: each exchange replaces the token by its successor, and all successors
 * form a family. Whoever presents a replaced token has stolen one or was stolen from, so the family
 * is revoked (RFC 9700 section 4.14.2).
 *
 * <p>A token names its family and its place in it, authenticated with the family's secret; so a
 * family needs the same memory however often it rotates, and every old token is still recognized.
 * Thread-safe and bounded.
 */
final class RefreshTokens {

  /**
   * A valid place in a family.
   *
   * @param familyId the family
   * @param counter place of the token in its family, from zero
   * @param clientId client the family belongs to
   * @param audience API of the access tokens
   * @param login login that began the family, with its scopes
   */
  record Member(
      String familyId, int counter, String clientId, @Nullable String audience, Login login) {}

  /** What a presented token is. */
  sealed interface Check {
    record Current(Member member) implements Check {}

    /** A replaced token; its family is revoked now. */
    record Reused(Member member, int latestCounter) implements Check {}

    /** The family was revoked. */
    record Revoked(Member member) implements Check {}

    /** Not a token of this client, or expired. */
    record Invalid() implements Check {}
  }

  private static final String PREFIX = "v1.";
  private static final int ID_BYTES = 16;
  private static final int HEAD_BYTES = ID_BYTES + Integer.BYTES;
  private static final int MAC_BYTES = 32;
  private static final int MAX_LENGTH = 200;

  private static final class Family {
    final UUID id = UUID.randomUUID();
    final byte[] secret = new byte[MAC_BYTES];
    final String clientId;
    final @Nullable String audience;
    final Instant issuedAt;
    Login login;
    Instant usedAt;
    int counter;
    boolean revoked;

    Family(String clientId, @Nullable String audience, Login login, Instant now) {
      this.clientId = clientId;
      this.audience = audience;
      this.login = login;
      this.issuedAt = now;
      this.usedAt = now;
      new SecureRandom().nextBytes(secret);
    }

    Member member(int place) {
      return new Member(id.toString(), place, clientId, audience, login);
    }
  }

  private record Presented(Family family, int counter) {}

  private final Duration lifetime;
  private final Duration idleLifetime;
  private final int capacity;
  private final int perUser;
  private final Clock clock;
  private final Map<UUID, Family> families = new LinkedHashMap<>();

  RefreshTokens(Duration lifetime, Duration idleLifetime, int capacity, int perUser, Clock clock) {
    this.lifetime = lifetime;
    this.idleLifetime = idleLifetime;
    this.capacity = capacity;
    this.perUser = perUser;
    this.clock = clock;
  }

  /** First token of a new family; the oldest families make room. */
  synchronized String issue(String clientId, @Nullable String audience, Login login) {
    List<Family> active =
        families.values().stream()
            .filter(f -> !f.revoked && belongs(f, login.userId(), clientId))
            .sorted(Comparator.comparing((Family f) -> f.issuedAt).reversed())
            .toList();
    active.stream().skip(perUser - 1L).forEach(f -> f.revoked = true);
    Iterator<Family> oldest = families.values().iterator();
    while (families.size() >= capacity) {
      oldest.next();
      oldest.remove();
    }
    Family family = new Family(clientId, audience, login, clock.instant());
    families.put(family.id, family);
    return token(family);
  }

  /** Finds out what a token is; a replaced token revokes its family. */
  synchronized Check check(String token, String clientId) {
    Optional<Presented> presented = presented(token, clientId);
    if (presented.isEmpty()) {
      return new Check.Invalid();
    }
    Family family = presented.get().family();
    Member member = family.member(presented.get().counter());
    if (family.revoked) {
      return new Check.Revoked(member);
    }
    if (member.counter() != family.counter) {
      family.revoked = true;
      return new Check.Reused(member, family.counter);
    }
    return isExpired(family) ? new Check.Invalid() : new Check.Current(member);
  }

  /**
   * Replaces a current token. Empty when it is no longer current, because another exchange of the
   * same token was faster: that is a reuse too, and {@link #check} says so.
   *
   * @param metadata what login rules want to find at the next refresh
   */
  synchronized Optional<String> rotate(Member member, Map<String, String> metadata) {
    Family family = families.get(UUID.fromString(member.familyId()));
    if (family == null || family.revoked || family.counter != member.counter()) {
      return Optional.empty();
    }
    family.counter++;
    family.usedAt = clock.instant();
    family.login = family.login.withRefreshTokenMetadata(metadata);
    return Optional.of(token(family));
  }

  /** Revokes the family of a token, whatever its place; empty when it is not of this client. */
  synchronized Optional<Member> revoke(String token, String clientId) {
    Optional<Presented> presented = presented(token, clientId);
    presented.ifPresent(p -> p.family().revoked = true);
    return presented.map(p -> p.family().member(p.counter()));
  }

  /** Revokes everything a user ever granted to a client. */
  synchronized void revokeAll(String userId, String clientId) {
    Predicate<Family> granted = f -> belongs(f, userId, clientId);
    families.values().stream().filter(granted).forEach(f -> f.revoked = true);
  }

  private static boolean belongs(Family family, String userId, String clientId) {
    return family.clientId.equals(clientId) && family.login.userId().equals(userId);
  }

  private boolean isExpired(Family family) {
    Instant now = clock.instant();
    return !now.isBefore(family.issuedAt.plus(lifetime))
        || !now.isBefore(family.usedAt.plus(idleLifetime));
  }

  private static String token(Family family) {
    byte[] head = head(family.id, family.counter);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + MAC_BYTES);
    bytes.put(head).put(mac(family.secret, head));
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private Optional<Presented> presented(String token, String clientId) {
    byte[] bytes = decoded(token);
    if (bytes.length != HEAD_BYTES + MAC_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Family family = families.get(new UUID(buffer.getLong(), buffer.getLong()));
    if (family == null || !family.clientId.equals(clientId)) {
      return Optional.empty();
    }
    int counter = buffer.getInt();
    byte[] expected = mac(family.secret, head(family.id, counter));
    byte[] actual = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    return MessageDigest.isEqual(expected, actual)
        ? Optional.of(new Presented(family, counter))
        : Optional.empty();
  }

  private static byte[] decoded(String token) {
    if (!token.startsWith(PREFIX) || token.length() > MAX_LENGTH) {
      return new byte[0];
    }
    try {
      return Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] head(UUID id, int counter) {
    return ByteBuffer.allocate(HEAD_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .putInt(counter)
        .array();
  }

  private static byte[] mac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no HmacSHA256", e);
    }
  }
}
