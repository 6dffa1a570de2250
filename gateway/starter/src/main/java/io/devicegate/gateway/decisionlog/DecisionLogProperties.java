package io.devicegate.gateway.decisionlog;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * The log of decisions.
 *
 * @param queueSize maximum number of records that wait; a fifth of it is kept for refusals. The
 *     worker looks twenty times a second, so what is decided in 50 ms has to fit
 * @param batchSize maximum number of records handed to an exporter at once
 * @param format how a decision is written to the logger {@code devicegate.decisions}
 * @param closeTimeout longest wait at shutdown for waiting records to be exported
 */
@Validated
@ConfigurationProperties("devicegate.decision-log")
record DecisionLogProperties(
    @DefaultValue("10000") int queueSize,
    @DefaultValue("500") int batchSize,
    @DefaultValue("fields") Format format,
    @DefaultValue("5s") Duration closeTimeout)
    implements Validator {

  /** How a decision is written to the log. */
  enum Format {
    /** A readable message, and every field as a key and value for structured logging. */
    FIELDS,
    /**
     * The message is the decision as JSON, and nothing else; those of a batch are one event of the
     * logger, a line each. The quickest form, for a logger whose pattern is {@code %msg%n}.
     */
    JSON
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == DecisionLogProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    DecisionLogProperties log = (DecisionLogProperties) target;
    if (log.queueSize < 10 || log.queueSize > 1_000_000) {
      errors.rejectValue("queueSize", "invalid", "expected 10 to 1000000");
    }
    if (log.batchSize < 1 || log.batchSize > 10_000) {
      errors.rejectValue("batchSize", "invalid", "expected 1 to 10000");
    }
    if (log.closeTimeout.isNegative() || log.closeTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
      errors.rejectValue("closeTimeout", "invalid", "expected 0s to 1m");
    }
  }
}
