package io.devicegate.sandbox.device;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sandbox-cli}, a sample device for the command line: shows a code, waits for its user,
 * calls the API through the gateway. Works against the sandbox by default and against a real tenant
 * by options. Prints no token unless told to.
 *
 * <p>Exit codes: 0 done, 1 refused or expired, 2 wrong usage, 3 tenant or network trouble, 4 the
 * API refused.
 */
@Command(
    name = "sandbox-cli",
    description = "Signs in by the device flow and calls the API through the gateway.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Exit codes: 0 done, 1 refused or expired, 2 wrong usage, 3 tenant or network trouble,",
      "4 the API refused."
    })
public final class SandboxCli implements Callable<Integer> {

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "Issuer of the tenant, such as https://TENANT.eu.auth0.com/ (${DEFAULT-VALUE})")
  private String issuer = "http://localhost:9000/";

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "Client id of a native application with the device grant (${DEFAULT-VALUE})")
  private String clientId = "sandbox-cli";

  @Option(
      names = "--audience",
      paramLabel = "ID",
      description = "Identifier of the API; empty for none (${DEFAULT-VALUE})")
  private String audience = "https://api.sandbox.test";

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      description = "Scopes to ask for, separated by blanks (${DEFAULT-VALUE})")
  private String scope = "openid profile email offline_access catalogue:read";

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "Address of the gateway (${DEFAULT-VALUE})")
  private String api = "http://localhost:8080";

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "What to call there (${DEFAULT-VALUE})")
  private String path = "/api/catalogue";

  @Option(names = "--refresh", description = "Refresh the token afterwards and call again")
  private boolean refresh;

  @Option(names = "--no-qr", description = "Print no QR code")
  private boolean noQr;

  @Option(names = "--show-token", description = "Print the access token too")
  private boolean showToken;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(names = "--help", usageHelp = true, description = "Print this help")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;
  private final Sleeper sleeper;
  private final boolean terminal;
  private final Web web = new Web();

  SandboxCli(Clock clock, Sleeper sleeper, boolean terminal) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    Sleeper sleeper = duration -> Thread.sleep(duration.toMillis());
    SandboxCli device = new SandboxCli(Clock.systemUTC(), sleeper, drawsBlocks());
    System.exit(new CommandLine(device).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    URI resource = resource();
    try {
      run(resource);
      return CommandLine.ExitCode.OK;
    } catch (DeviceFailure e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(e.getMessage());
      err.flush();
      return e.kind().exitCode();
    }
  }

  private void run(URI resource) throws DeviceFailure, InterruptedException {
    DeviceFlow flow = DeviceFlow.discover(web, clock, sleeper, clientId, issuer);
    DeviceCode code = flow.requestCode(scope, audience);
    show(code);
    Tokens tokens = flow.await(code);
    say("Signed in" + flow.user(tokens).map(user -> " as " + user).orElse("") + ".");
    use(tokens, resource);
    if (refresh) {
      String old =
          tokens
              .refresh()
              .orElseThrow(
                  () ->
                      DeviceFailure.refused(
                          "There is no refresh token: ask for offline_access, and allow it for the"
                              + " API."));
      Tokens renewed = flow.refresh(old);
      say("Refreshed.");
      use(renewed, resource);
    }
  }

  private void show(DeviceCode code) {
    say("");
    say("  Open   " + code.uri());
    say("  Enter  " + code.userCode());
    say("");
    if (terminal && !noQr) {
      say("  Or scan:");
      say(TerminalQr.of(code.completeUri()));
    }
    say("Waiting. The code works for " + inWords(code.lifetime()) + ".");
  }

  private void use(Tokens tokens, URI resource) throws DeviceFailure, InterruptedException {
    if (showToken) {
      say(tokens.access());
    }
    Answer answer;
    try {
      answer = web.getWithToken(resource, tokens.access());
    } catch (IOException e) {
      throw DeviceFailure.network(
          "The API cannot be reached at " + resource + ": " + DeviceFlow.reason(e));
    }
    say("GET " + resource + " -> " + answer.status());
    say(pretty(answer));
    if (!answer.ok()) {
      throw DeviceFailure.api("The API refused: " + answer.explanation());
    }
  }

  private URI resource() {
    try {
      URI base = URI.create(api);
      if (base.getHost() != null && path.startsWith("/")) {
        return URI.create((api.endsWith("/") ? api.substring(0, api.length() - 1) : api) + path);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new ParameterException(
        spec.commandLine(),
        "--api "
            + api
            + " --path "
            + path
            + ": (expected: an http URL, and a path that starts with /)");
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static String pretty(Answer answer) {
    return answer.json().isMissingNode()
        ? answer.body()
        : JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(answer.json());
  }

  private static String inWords(Duration lifetime) {
    return lifetime.toSeconds() < 120
        ? lifetime.toSeconds() + " seconds"
        : lifetime.toMinutes() + " minutes";
  }

  /** Whether a QR code can be seen: on a terminal whose characters include the blocks. */
  private static boolean drawsBlocks() {
    String ours = System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name());
    String encoding = System.getProperty("stdout.encoding", ours);
    return CommandLine.Help.Ansi.AUTO.enabled()
        && encoding.equalsIgnoreCase(StandardCharsets.UTF_8.name());
  }
}
