package io.devicegate.gateway.introspection;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.introspection.Introspection.Active;
import io.devicegate.gateway.introspection.Introspection.CannotCheck;
import io.devicegate.gateway.introspection.Introspection.Outage;
import io.devicegate.gateway.introspection.Introspection.Reason;
import io.devicegate.gateway.introspection.Introspection.Refused;
import io.devicegate.gateway.introspection.IntrospectionTransport.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the issuer of a tenant about its opaque tokens.
 *
 * <p>Answers are cached, active and inactive ones with times and bounds of their own; times, issuer
 * and audience are checked again on every use. However many requests wait for the same token, the
 * issuer is asked once. What is no answer is cached nowhere and allows nothing. Safe for use by
 * many threads; never blocks.
 */
public final class IntrospectedTokens implements OpaqueTokens {

  private static final int MAX_TOKEN_LENGTH = 4_096;
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final long MAX_RETRY_AFTER_SECONDS = 300;

  private final IntrospectionSettings settings;
  private final IntrospectionTransport transport;
  private final IntrospectionRequest request;
  private final LocalChecks checks;
  private final AnswerCache cache;
  private final Clock clock;
  private final Semaphore places;
  private final ConcurrentHashMap<TokenDigest, CompletableFuture<Introspection>> asked =
      new ConcurrentHashMap<>();

  /** Creates a check that asks by the given transport. */
  public IntrospectedTokens(
      IntrospectionSettings settings, IntrospectionTransport transport, Clock clock) {
    this.settings = requireNonNull(settings, "settings");
    this.transport = requireNonNull(transport, "transport");
    this.clock = requireNonNull(clock, "clock");
    this.request = new IntrospectionRequest(settings);
    this.checks = new LocalChecks(settings);
    this.cache = new AnswerCache(settings, clock);
    this.places = new Semaphore(settings.maxConcurrent());
  }

  @Override
  public CompletableFuture<Introspection> check(String token) {
    if (!isToken(token)) {
      return done(new Refused(Reason.MALFORMED));
    }
    TokenDigest digest = TokenDigest.of(token);
    Introspection known = cachedOrNull(digest);
    return known == null ? ask(digest, token) : done(known);
  }

  private @Nullable Introspection cachedOrNull(TokenDigest digest) {
    Map<String, Object> claims = cache.activeOrNull(digest);
    if (claims != null) {
      return judge(claims);
    }
    return cache.isInactive(digest) ? new Refused(Reason.INACTIVE) : null;
  }

  private Introspection judge(Map<String, Object> claims) {
    Reason refusal = checks.refusal(claims, clock.instant());
    return refusal == null ? new Active(claims) : new Refused(refusal);
  }

  private CompletableFuture<Introspection> ask(TokenDigest digest, String token) {
    CompletableFuture<Introspection> mine = new CompletableFuture<>();
    CompletableFuture<Introspection> other = asked.putIfAbsent(digest, mine);
    if (other != null) {
      return other.copy();
    }
    // A caller between the look into the cache and here may have missed an answer that just came.
    Introspection known = cachedOrNull(digest);
    if (known != null) {
      finish(digest, mine, known);
    } else if (places.tryAcquire()) {
      // Nobody holds this chain, so nobody can cancel it under those who wait.
      var unused =
          send(token)
              .handle((answer, failure) -> answer == null ? unreachable() : read(digest, answer))
              .whenComplete((result, bug) -> places.release())
              .exceptionally(bug -> unreachable())
              .thenAccept(result -> finish(digest, mine, result));
    } else {
      finish(digest, mine, new CannotCheck(Outage.BUSY, MOMENT));
    }
    return mine.copy();
  }

  private void finish(
      TokenDigest digest, CompletableFuture<Introspection> waiting, Introspection result) {
    asked.remove(digest, waiting);
    waiting.complete(result);
  }

  private CompletableFuture<Answer> send(String token) {
    try {
      // Twice the time: the transport keeps its own, this is for one that does not.
      return transport
          .post(settings.endpoint(), request.headers(), request.form(token))
          .orTimeout(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Introspection read(TokenDigest digest, Answer answer) {
    if (answer.status() != 200) {
      return outage(answer);
    }
    Optional<Map<String, Object>> members = AnswerReader.read(answer);
    if (members.isEmpty()) {
      return new CannotCheck(Outage.MALFORMED_ANSWER, MOMENT);
    }
    if (!Boolean.TRUE.equals(members.get().get("active"))) {
      cache.putInactive(digest);
      return new Refused(Reason.INACTIVE);
    }
    Active active = new Active(members.get());
    cache.putActive(digest, active.claims(), answer.body().length());
    return judge(active.claims());
  }

  private static CannotCheck outage(Answer answer) {
    boolean theirs = answer.status() >= 500 || answer.status() == 429;
    return new CannotCheck(
        theirs ? Outage.FAILING : Outage.MISCONFIGURED, retryAfter(answer.retryAfter()));
  }

  /** Believes seconds only, and not too many. */
  private static Duration retryAfter(@Nullable String value) {
    boolean seconds = value != null && value.matches("[0-9]{1,6}");
    return seconds
        ? Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Long.parseLong(value)))
        : MOMENT;
  }

  private static CannotCheck unreachable() {
    return new CannotCheck(Outage.UNREACHABLE, MOMENT);
  }

  /** {@code b64token} (RFC 6750, section 2.1), within the bound. */
  private static boolean isToken(String token) {
    return !token.isEmpty()
        && token.length() <= MAX_TOKEN_LENGTH
        && token.chars().allMatch(c -> c > 0x20 && c < 0x7F && "\"\\,;".indexOf(c) < 0);
  }

  private static CompletableFuture<Introspection> done(Introspection result) {
    return CompletableFuture.completedFuture(result);
  }
}
