package io.devicegate.rules.access;

import io.devicegate.rules.source.RuleSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision, over sets of 10 to 10,000 policies.
 *
 * <p>Policies are of a shop with many clients and routes: most say something of one client on one
 * route, some of a route, ten of every request. Requests are a thousand different ones, so that
 * branch prediction does not learn a single path.
 *
 * <p>{@code mvn -Pbench -pl rules-engine test-compile exec:exec}
 */
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessRulesBenchmark {

  private static final int REQUESTS = 1_024;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Param({"10", "100", "1000", "10000"})
  int policies;

  private AccessRules rules;
  private List<Policy> all;
  private AccessRequest[] requests;
  private int next;

  /** Compiles the set; the policies by themselves are what the index is compared with. */
  @Setup
  public void load() {
    rules = AccessRules.compile(files(policies), AccessRulesOptions.defaults());
    all = rules.policies();
    Random random = new Random(1);
    requests = new AccessRequest[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      requests[i] = request(random);
    }
  }

  /** The mean of the decisions. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public Decision decide() {
    return rules.decide(requests[next++ & (REQUESTS - 1)]);
  }

  /** The distribution of the decisions, for p50 and p99. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Decision decideSampled() {
    return rules.decide(requests[next++ & (REQUESTS - 1)]);
  }

  /** Every policy, compiled as in {@link #decide}, without the index. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public int withoutIndex() {
    AccessRequest request = requests[next++ & (REQUESTS - 1)];
    int fired = 0;
    for (Policy policy : all) {
      fired += policy.rule().evaluate(request) == null ? 0 : 1;
    }
    return fired;
  }

  /** Every policy through dev.cel's own planner, without the index. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public int planner() {
    AccessRequest request = requests[next++ & (REQUESTS - 1)];
    int fired = 0;
    for (Policy policy : all) {
      for (Policy.Match match : policy.rule().matches()) {
        if (match.condition() == null || match.condition().testPlanned(request)) {
          fired++;
          break;
        }
      }
    }
    return fired;
  }

  /** Returns so many policies, each in a file of its own. */
  static List<RuleSource> files(int policies) {
    List<RuleSource> files = new ArrayList<>();
    Random random = new Random(2);
    for (int i = 0; i < policies; i++) {
      files.add(new RuleSource("p" + i + ".yaml", policy(i, policies, random)));
    }
    return files;
  }

  private static String policy(int i, int policies, Random random) {
    String head = "name: p" + i + "\nrule:\n  match:\n    - condition: \"";
    int client = random.nextInt(Math.max(1, policies / 20));
    int route = random.nextInt(50);
    if (i < 8) {
      return head + everyRequest(i) + "\"\n      output: deny('general_" + i + "')\n";
    }
    return switch (i % 4) {
      case 0 ->
          head
              + ("client.id == 'client-%d' && request.route == 'route-%d' && request.method == 'GET'")
                  .formatted(client, route)
              + "\"\n      output: allow()\n";
      case 1 ->
          head
              + ("client.id == 'client-%d' && token.scopes.exists(s, s == 'write:%d')")
                  .formatted(client, route)
              + "\"\n      output: allow()\n";
      case 2 ->
          head
              + ("request.route == 'route-%d' && client.id in ['client-%d', 'client-%d'] && has(user.email)")
                  .formatted(route, client, client + 1)
              + "\"\n      output: deny('route_%d')\n".formatted(i);
      default ->
          head
              + ("client.id == 'client-%d' && has(request.ip) && ip_in(request.ip, ['10.%d.0.0/16'])")
                  .formatted(client, random.nextInt(250))
              + "\"\n      output: step_up('network', 'mfa')\n";
    };
  }

  private static String everyRequest(int i) {
    return switch (i) {
      case 0 -> "user.blocked";
      case 1 -> "token.expires_at < now";
      case 2 -> "path_matches(request.path, '/admin/**') && grant.protocol == 'oauth2-device-code'";
      case 3 -> "signals.exists(s, s.kind == 'token_theft' && s.expires_at > now)";
      case 4 -> "has(user.revoked_at) && user.revoked_at > token.issued_at";
      case 5 -> "has(request.ip) && ip_in(request.ip, ['198.51.100.0/24', '203.0.113.0/24'])";
      case 6 -> "now - token.issued_at > duration('24h')";
      default -> "device.?ip_type.orValue('') in ['tor', 'hosting']";
    };
  }

  private AccessRequest request(Random random) {
    String client = "client-" + random.nextInt(Math.max(1, policies / 20));
    String route = "route-" + random.nextInt(50);
    return new AccessRequest(
        new AccessRequest.Token(
            "https://tenant.test/",
            "auth0|" + random.nextInt(100_000),
            List.of("https://api.test"),
            List.of("openid", "read:" + random.nextInt(50), "write:" + random.nextInt(50)),
            "jti-" + random.nextInt(),
            NOW.minusSeconds(random.nextInt(80_000)),
            NOW.plusSeconds(600),
            null,
            List.of(),
            null,
            null,
            Map.of("azp", client)),
        new AccessRequest.Client(client, null, true),
        new AccessRequest.User("u", null, true, List.of("staff"), false, null),
        AccessRequest.Endpoint.UNKNOWN,
        AccessRequest.Endpoint.UNKNOWN,
        new AccessRequest.Grant("oauth2-device-code", "claim", null, null, null),
        new AccessRequest.Http(
            random.nextInt(4) == 0 ? "POST" : "GET",
            "/api/items/" + random.nextInt(1_000),
            route,
            "10." + random.nextInt(250) + ".1.2",
            null,
            null),
        List.of(),
        NOW);
  }
}
