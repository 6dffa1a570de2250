package io.devicegate.sandbox.device;

import static io.devicegate.sandbox.device.FakeTenant.NOTHING;
import static io.devicegate.sandbox.device.FakeTenant.PENDING;
import static io.devicegate.sandbox.device.FakeTenant.SLOW_DOWN;
import static io.devicegate.sandbox.device.FakeTenant.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.sandbox.device.FakeTenant.Scripted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SandboxCliIT {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Long> waits = new ArrayList<>();
  private final MovingClock clock = new MovingClock();
  private FakeTenant tenant;

  @BeforeEach
  void start() throws IOException {
    tenant = new FakeTenant();
  }

  @AfterEach
  void stop() {
    tenant.close();
  }

  @Test
  void signsInAndCallsTheApi() {
    tenant.polls(PENDING, TOKENS);

    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains(tenant.url("/activate"), "WDJB-MJHT", "The code works for 15 minutes.")
        .contains("Signed in as Alice Martin (auth0|alice).")
        .contains("GET " + tenant.url("/api/catalogue") + " -> 200", "\"A Trip to the Moon\"")
        .doesNotContain("access-one", "refresh-one", "the-device-code", "█");
    assertThat(waits).containsExactly(5L, 5L);
    assertThat(tenant.requests())
        .contains("GET /api/catalogue Bearer access-one ")
        .anySatisfy(
            request ->
                assertThat(request)
                    .startsWith(
                        "POST /oauth/device/code - client_id=sandbox-cli&scope=openid+profile")
                    .endsWith("&audience=https%3A%2F%2Fapi.sandbox.test"));
    assertThat(tenant.requests()).noneMatch(request -> request.contains("client_secret"));
  }

  @Test
  void slowDownAddsFiveSecondsToEveryLaterWait() {
    tenant.polls(PENDING, SLOW_DOWN, PENDING, TOKENS);

    assertThat(run()).isZero();
    assertThat(waits).containsExactly(5L, 5L, 10L, 10L);
  }

  @Test
  void backsOffWhileNothingAnswers() {
    Scripted down = new Scripted(503, "<html>");
    tenant.polls(NOTHING, down, PENDING, TOKENS);

    assertThat(run()).isZero();
    assertThat(waits).containsExactly(5L, 10L, 20L, 5L);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 429})
  void readsTheErrorAndNotTheStatus(int status) {
    tenant.polls(FakeTenant.error(status, "authorization_pending", "Wait"), TOKENS);

    assertThat(run()).isZero();
  }

  @Test
  void deniedLoginExitsWithTheRulesMessage() {
    tenant.polls(PENDING, FakeTenant.error(403, "access_denied", "Verify your e-mail first."));

    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("The login was refused: Verify your e-mail first.");
  }

  @Test
  void expiredCodeExits() {
    tenant.polls(FakeTenant.error(403, "expired_token", "gone"));

    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("The code has run out.");
  }

  @Test
  void stopsByItselfWhenTheCodeHasRunOut() {
    tenant.polls(Stream.generate(() -> PENDING).limit(200).toArray(Scripted[]::new));

    assertThat(run()).isEqualTo(1);
    assertThat(waits).hasSize(180);
    assertThat(err.toString()).contains("The code has run out.");
  }

  @Test
  void refreshesAndCallsAgain() {
    tenant.polls(TOKENS, FakeTenant.tokens("access-two", "refresh-two"));

    assertThat(run("--refresh")).isZero();
    assertThat(tenant.requests())
        .contains("GET /api/catalogue Bearer access-one ", "GET /api/catalogue Bearer access-two ")
        .anySatisfy(request -> assertThat(request).contains("refresh_token=refresh-one"));
  }

  @Test
  void refusalByTheApiExitsWithItsReason() {
    tenant
        .polls(TOKENS)
        .api(new Scripted(403, "{\"title\":\"Forbidden\",\"detail\":\"No scope.\"}"));

    assertThat(run()).isEqualTo(4);
    assertThat(out.toString()).contains("-> 403", "\"Forbidden\"");
    assertThat(err.toString()).contains("The API refused: No scope.");
  }

  @Test
  void refusalOfTheCodeExitsWithTheTenantsWords() {
    tenant.code(FakeTenant.error(403, "unauthorized_client", "Grant type not allowed."));

    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("The tenant gave no code: Grant type not allowed.");
  }

  @Test
  void stopsWhenTheDocumentIsAboutAnotherIssuer() {
    tenant.issuer("https://evil.test/");

    assertThat(run()).isEqualTo(3);
    assertThat(err.toString()).contains("is about the issuer https://evil.test/");
    assertThat(tenant.requests()).hasSize(1);
  }

  @Test
  void issuerMayBeGivenWithoutItsSlash() {
    tenant.polls(TOKENS);

    assertThat(execute(false, "--issuer", tenant.url(""), "--api", tenant.url(""))).isZero();
  }

  @Test
  void unreachableTenantIsNamed() {
    String issuer = tenant.url("/");
    tenant.close();

    assertThat(run()).isEqualTo(3);
    assertThat(err.toString()).contains("The tenant cannot be reached at " + issuer);
  }

  @Test
  void answerThatIsNoCodeIsNamed() {
    tenant.code(new Scripted(200, "{\"device_code\":\"x\"}"));

    assertThat(run()).isEqualTo(3);
    assertThat(err.toString()).contains("no verification_uri");
  }

  @Test
  void drawsTheQrCodeOnATerminalUnlessToldNotTo() {
    tenant.polls(TOKENS, TOKENS);

    assertThat(execute(true, "--issuer", tenant.url("/"), "--api", tenant.url("/"))).isZero();
    assertThat(out.toString()).contains("█");
    out.getBuffer().setLength(0);
    assertThat(execute(true, "--issuer", tenant.url("/"), "--api", tenant.url("/"), "--no-qr"))
        .isZero();
    assertThat(out.toString()).doesNotContain("█");
  }

  @Test
  void showsTheTokenWhenTold() {
    tenant.polls(TOKENS);

    assertThat(run("--show-token")).isZero();
    assertThat(out.toString()).contains("access-one").doesNotContain("refresh-one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "--path=relative", "--api=nowhere"})
  void wrongUsageExitsWithTwo(String option) {
    assertThat(execute(false, option)).isEqualTo(2);
    assertThat(err.toString()).contains(option.replaceFirst("=.*", ""));
  }

  private int run(String... more) {
    return execute(
        false,
        Stream.concat(
                Stream.of("--issuer", tenant.url("/"), "--api", tenant.url("/")), Stream.of(more))
            .toArray(String[]::new));
  }

  private int execute(boolean terminal, String... arguments) {
    Sleeper sleeper =
        duration -> {
          waits.add(duration.toSeconds());
          clock.now = clock.now.plus(duration);
        };
    return new CommandLine(new SandboxCli(clock, sleeper, terminal))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  /** A clock that only waiting moves. */
  private static final class MovingClock extends Clock {

    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public long millis() {
      return Duration.between(Instant.EPOCH, now).toMillis();
    }
  }
}
