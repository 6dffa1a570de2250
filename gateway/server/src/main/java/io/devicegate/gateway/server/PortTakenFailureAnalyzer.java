package io.devicegate.gateway.server;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** Says which port is taken and which property chooses another. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortTakenFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

  private final Environment environment;

  PortTakenFailureAnalyzer(@Nullable Environment environment) {
    this.environment = environment == null ? new StandardEnvironment() : environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable failure, PortInUseException cause) {
    String property =
        String.valueOf(cause.getPort()).equals(environment.getProperty("management.server.port"))
            ? "management.server.port"
            : "server.port";
    return new FailureAnalysis(
        "Port %d is taken; choose another with the property %s, or stop what listens there."
            .formatted(cause.getPort(), property),
        null,
        cause);
  }
}
