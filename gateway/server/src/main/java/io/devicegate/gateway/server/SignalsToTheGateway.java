package io.devicegate.gateway.server;

import io.devicegate.dashboards.signal.SignalListener;
import io.devicegate.gateway.signal.SignalCache;
import io.devicegate.rules.event.Signal;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Hands the signals of the dashboards to the gateway of the same process. With {@code
 * devicegate.signals.url} the gateway asks another process, and that one alone.
 */
@Component
@ConditionalOnBooleanProperty(
    name = {"devicegate.enabled", "devicegate.dashboards.enabled"},
    matchIfMissing = true)
final class SignalsToTheGateway implements SignalListener {

  private final SignalCache signals;
  private final boolean elsewhere;

  SignalsToTheGateway(SignalCache signals, Environment environment) {
    this.signals = signals;
    this.elsewhere = environment.containsProperty("devicegate.signals.url");
  }

  @Override
  public void raised(List<Signal> news) {
    if (!elsewhere) {
      news.forEach(signals::put);
    }
  }

  @Override
  public void replaced(List<Signal> all) {
    if (!elsewhere) {
      signals.replaceAll(all);
    }
  }
}
