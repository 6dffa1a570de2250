package io.devicegate.dashboards.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start which file cannot be opened and which property names it, without a stack trace. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreUnavailableException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StoreUnavailableException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Set "
            + StoreProperties.PATH_PROPERTY
            + " to a file that this process alone may read and write.",
        cause);
  }
}
