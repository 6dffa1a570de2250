package io.devicegate.gateway.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at a failed start which route is wrong and how to put it right. */
final class InvalidRouteFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRouteException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidRouteException cause) {
    return new FailureAnalysis(
        "A gateway route has an unknown requirement: " + cause.getMessage(),
        "Set the route's metadata "
            + Requirement.KEY
            + " to device, token or none, or leave it out for device.",
        cause);
  }
}
