package io.devicegate.sandbox.traffic;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sandbox-traffic}: tells a story to the demo, in real time. Exit codes: 0 told, 2 wrong
 * usage, 3 tenant or gateway not reached.
 */
@Command(
    name = "sandbox-traffic",
    description = "Tells a story to the running demo; look at its dashboards meanwhile.",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class SandboxTraffic implements Callable<Integer> {

  private static final int NOT_REACHED = 3;

  @Parameters(
      paramLabel = "STORY",
      arity = "0..1",
      defaultValue = "list",
      description = "Which story; without one, they are listed.")
  private String name = "list";

  @Option(
      names = "--ordinary",
      paramLabel = "MINUTES",
      description = "Before the fault (${DEFAULT-VALUE})")
  private int ordinary = 10;

  @Option(
      names = "--fault",
      paramLabel = "MINUTES",
      description = "With the fault (${DEFAULT-VALUE})")
  private int fault = 15;

  @Option(
      names = "--pace",
      paramLabel = "SECONDS",
      description = "Between two devices (${DEFAULT-VALUE})")
  private int pace = 5;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "The sandbox tenant (${DEFAULT-VALUE})")
  private String issuer = "http://localhost:9000/";

  @Option(names = "--api", paramLabel = "URL", description = "The gateway (${DEFAULT-VALUE})")
  private String api = "http://localhost:8080";

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(names = "--help", usageHelp = true, description = "Print this help")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  SandboxTraffic(Clock clock) {
    this.clock = clock;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new SandboxTraffic(Clock.systemUTC())).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (name.equals("list")) {
      Story.ALL.forEach(story -> say("%-22s %s".formatted(story.name(), story.sentence())));
      return CommandLine.ExitCode.OK;
    }
    Story story =
        Story.find(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "STORY: there is no \"" + name + "\" (see list)"));
    atLeast("--ordinary", ordinary, 0);
    atLeast("--fault", fault, 0);
    atLeast("--pace", pace, 1);
    try {
      tell(story);
      return CommandLine.ExitCode.OK;
    } catch (IOException unreached) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("Cannot reach the tenant at %s or the gateway at %s".formatted(issuer, api));
      err.flush();
      return NOT_REACHED;
    }
  }

  private void tell(Story story) throws IOException, InterruptedException {
    Instant begin = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant breaks = begin.plus(Duration.ofMinutes(ordinary));
    Instant end = breaks.plus(Duration.ofMinutes(fault));
    Scene scene = new Scene(issuer, api, clock);
    Story.Telling telling = story.in(scene);
    say("Ordinary life until " + breaks + ".");
    boolean broken = false;
    Thread mend = new Thread(() -> mend(telling));
    Runtime.getRuntime().addShutdownHook(mend);
    while (clock.instant().isBefore(end)) {
      if (!broken && !clock.instant().isBefore(breaks)) {
        broken = true;
        say("From now on until " + end + ": " + story.sentence());
      }
      telling.next(breaks);
      pause();
    }
    Runtime.getRuntime().removeShutdownHook(mend);
    telling.end();
    say("Told. " + scene.served() + " devices got their tokens.");
  }

  /** After Ctrl-C: a tenant that stays broken would be a story that nobody told. */
  private void mend(Story.Telling telling) {
    try {
      telling.end();
    } catch (IOException e) {
      say("What was broken in the tenant is still broken: it could not be reached.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody counts it down: it is a pause that an interrupt ends. */
  private void pause() throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(pace, TimeUnit.SECONDS);
  }

  private void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + value + " (expected: at least " + least + ")");
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
