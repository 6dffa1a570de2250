package io.devicegate.dashboards.cli;

import io.devicegate.dashboards.collector.Checkup;
import io.devicegate.dashboards.collector.Checkup.Check;
import io.devicegate.dashboards.collector.Checkup.Result;
import io.devicegate.dashboards.collector.CollectorProperties;
import io.devicegate.dashboards.collector.TenantDoctor;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code devicegate doctor}. */
@Command(
    name = "doctor",
    description = {
      "Says whether a tenant's log streams send all that is needed, the worst first.",
      "Takes the settings of the server from where the server takes them: the environment"
          + " (DEVICEGATE_COLLECTOR_POLLER_URL, …_CLIENT_ID, …_CLIENT_SECRET,"
          + " DEVICEGATE_COLLECTOR_WEBHOOK_TOKEN), application.yaml, and options such as"
          + " --devicegate.collector.poller.url=https://TENANT.auth0.com/.",
      "The server need not be stopped."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private static final int NOT_WELL = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Checkup checkup;
    try (TenantDoctor doctor =
        new TenantDoctor(
            properties(), new PipelineMetrics(new SimpleMeterRegistry()), Clock.systemUTC())) {
      checkup = doctor.look();
    }
    PrintWriter out = spec.commandLine().getOut();
    checkup.checks().stream()
        .sorted(Comparator.comparing(Check::result).reversed())
        .forEach(check -> print(check, out));
    return checkup.result().compareTo(Result.WARNING) > 0 ? NOT_WELL : 0;
  }

  private static void print(Check check, PrintWriter out) {
    out.printf("%-8s %s%n", check.result().name().toLowerCase(Locale.ROOT), check.finding());
    if (!check.remedy().isEmpty()) {
      out.printf("%-8s %s%n", "", check.remedy());
    }
  }

  private CollectorProperties properties() {
    for (String setting : settings) {
      if (!setting.startsWith("--devicegate.") && !setting.startsWith("--spring.")) {
        throw wrong(setting + ": expected a setting, such as --devicegate.collector.poller.url=…");
      }
    }
    try {
      return ServerSettings.of(settings).get("devicegate.collector", CollectorProperties.class);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String words) {
    return new ParameterException(spec.commandLine(), words);
  }
}
