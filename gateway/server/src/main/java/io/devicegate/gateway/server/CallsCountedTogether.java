package io.devicegate.gateway.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which calls that were let through are told one by one, and which are only counted.
 *
 * <p>A caller's first call, and then one each {@code again}, is told by itself: that is what pages
 * ask, who called and when last. All others of the same tenant, client, route and protocol are
 * counted together until {@link #drain}. Not thread-safe.
 */
final class CallsCountedTogether {

  /** Callers beyond that many are told of too often, never too rarely. */
  private static final int MAX_CALLERS = 100_000;

  /** Kinds beyond that many are told one by one; all their parts come from the configuration. */
  private static final int MAX_KINDS = 1_000;

  private final Cache<Caller, Boolean> told;
  private final Map<Kind, Calls> counted = new LinkedHashMap<>();

  CallsCountedTogether(Duration again, Ticker ticker) {
    this.told =
        Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterWrite(again)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** Returns whether this call is to be told by itself; if not, it has been counted. */
  boolean isAlone(DecisionRecord call) {
    Caller caller = new Caller(call.tenant(), call.client(), call.subject(), call.protocol());
    if (told.getIfPresent(caller) == null) {
      told.put(caller, true);
      return true;
    }
    Kind kind = new Kind(call.tenant(), call.client(), call.route(), call.protocol());
    Calls before = counted.get(kind);
    if (before == null && counted.size() >= MAX_KINDS) {
      return true;
    }
    counted.put(kind, new Calls(call, before == null ? 1 : before.count() + 1));
    return false;
  }

  /** Returns what was counted since the last time. */
  List<Calls> drain() {
    List<Calls> calls = new ArrayList<>(counted.values());
    counted.clear();
    return calls;
  }

  /**
   * Calls that were counted together.
   *
   * @param last the last of them, whose id and time they bear
   * @param count how many there were
   */
  record Calls(DecisionRecord last, long count) {}

  private record Caller(
      @Nullable String tenant,
      @Nullable String client,
      @Nullable String subject,
      @Nullable String protocol) {

    @Override
    public int hashCode() {
      return Objects.hash(client, subject);
    }
  }

  private record Kind(
      @Nullable String tenant, @Nullable String client, String route, @Nullable String protocol) {}
}
