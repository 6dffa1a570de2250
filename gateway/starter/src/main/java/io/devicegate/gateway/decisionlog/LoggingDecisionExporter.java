package io.devicegate.gateway.decisionlog;

import io.devicegate.gateway.decisionlog.DecisionLogProperties.Format;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each decision on the logger {@code devicegate.decisions}, at INFO, in the form that
 * {@link DecisionLogProperties.Format} says.
 */
final class LoggingDecisionExporter implements DecisionExporter {

  /** Name of the logger, for the application's logging configuration. */
  static final String LOGGER = "devicegate.decisions";

  private static final Logger decisions = LoggerFactory.getLogger(LOGGER);

  private final Format format;

  LoggingDecisionExporter(Format format) {
    this.format = format;
  }

  @Override
  public void export(List<DecisionRecord> batch) {
    if (!decisions.isInfoEnabled()) {
      return;
    }
    switch (format) {
      case FIELDS -> batch.forEach(LoggingDecisionExporter::write);
      case JSON -> decisions.info(lines(batch));
    }
  }

  /** All in one event, since a logger's appender writes to the disk once for each. */
  private static String lines(List<DecisionRecord> batch) {
    StringBuilder lines = new StringBuilder();
    for (DecisionRecord decision : batch) {
      if (!lines.isEmpty()) {
        lines.append('\n');
      }
      lines.append(DecisionFields.json(decision, true));
    }
    return lines.toString();
  }

  private static void write(DecisionRecord decision) {
    Map<String, Object> fields = new LinkedHashMap<>();
    DecisionFields.tell(decision, true, fields::put);
    LoggingEventBuilder line = decisions.atInfo();
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      line = line.addKeyValue(field.getKey(), field.getValue());
    }
    line.log(message(decision));
  }

  private static String message(DecisionRecord decision) {
    String outcome =
        decision.reason() == null
            ? decision.effect()
            : decision.effect() + " " + decision.status() + " " + decision.reason();
    return outcome
        + ": "
        + decision.method()
        + " "
        + decision.path()
        + " ("
        + decision.decisionId()
        + ")";
  }
}
