package io.devicegate.gateway.signal;

import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * {@code OUT_OF_SERVICE} while the gateway refuses because it does not know yet which signals hold;
 * {@code DEGRADED} while the feed has not answered for too long: the gateway decides on, by the
 * signals that it knows.
 */
final class SignalHealthIndicator extends AbstractHealthIndicator {

  private final SignalPoller poller;
  private final SignalCache signals;
  private final Duration staleAfter;

  SignalHealthIndicator(SignalPoller poller, SignalCache signals, Duration staleAfter) {
    super("The state of the signals cannot be told");
    this.poller = poller;
    this.signals = signals;
    this.staleAfter = staleAfter;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Duration since = poller.sinceContact();
    builder.up();
    if (signals.isAwaited()) {
      builder.outOfService();
    } else if (since.compareTo(staleAfter) > 0) {
      builder.status("DEGRADED");
    }
    builder
        .withDetail("secondsSinceContact", since.toSeconds())
        .withDetail("lastPoll", poller.lastResult())
        .withDetail("active", signals.activeByKind());
  }
}
