package io.devicegate.rules.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies and requests by chance, over few values so that they meet; the seed decides. */
final class RandomPolicies {

  private static final String[] CLIENTS = {"tv", "cli", "m2m"};
  private static final String[] ROUTES = {"catalogue", "purchases", "admin"};
  private static final String[] METHODS = {"GET", "POST", "DELETE"};
  private static final String[] SCOPES = {"read:all", "write:all", "write:some"};
  private static final String[] NETWORKS = {
    "10.1.0.0/16", "10.1.2.0/24", "0.0.0.0/0", "2001:db8::/32"
  };
  private static final String[] ADDRESSES = {
    "10.1.2.3", "10.1.9.9", "192.0.2.1", "2001:db8::1", "unknown"
  };
  private static final String SHADOW = "mode: shadow\n      ";

  private final Random random;

  RandomPolicies(long seed) {
    this.random = new Random(seed);
  }

  List<String> policies(String prefix, int count, boolean shadow) {
    List<String> policies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      policies.add(policy(prefix + i, shadow));
    }
    return policies;
  }

  String policy(String name, boolean shadow) {
    StringBuilder yaml = new StringBuilder("name: " + name + "\n");
    yaml.append(shadow ? "mode: shadow\n" : "");
    yaml.append(random.nextInt(5) == 0 ? "onError: " + pick("deny", "skip", "allow") + "\n" : "");
    yaml.append("rule:\n  ").append(random.nextInt(4) == 0 ? "aggregate" : "match").append(":\n");
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      yaml.append("    - condition: \"").append(condition(2)).append("\"\n");
      if (random.nextInt(4) == 0) {
        yaml.append("      rule:\n        id: inner\n        match:\n");
        yaml.append("          - condition: \"").append(condition(1)).append("\"\n");
        yaml.append("            output: \"").append(output()).append("\"\n");
      } else {
        yaml.append("      output: \"").append(output()).append("\"\n");
      }
    }
    return yaml.toString();
  }

  /** Returns a policy of which each match is in shadow or not, by chance. */
  Partly partly(String name) {
    String head =
        "name: " + name + "\nrule:\n  " + (random.nextInt(3) == 0 ? "aggregate" : "match") + ":\n";
    StringBuilder text = new StringBuilder(head);
    StringBuilder live = new StringBuilder(head);
    boolean any = false;
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      String match = "condition: \"" + condition(1) + "\"\n      output: \"" + output() + "\"\n";
      boolean shadow = random.nextBoolean();
      text.append(shadow ? "    - " + SHADOW : "    - ").append(match);
      live.append(shadow ? "" : "    - " + match);
      any |= !shadow;
    }
    return new Partly(text.toString(), any ? live.toString() : "");
  }

  String condition(int depth) {
    if (depth > 0 && random.nextInt(2) == 0) {
      return "(" + condition(depth - 1) + pick(" && ", " || ") + condition(depth - 1) + ")";
    }
    String atom = atom();
    return random.nextInt(5) == 0 ? "!(" + atom + ")" : atom;
  }

  private String atom() {
    return switch (random.nextInt(14)) {
      case 0 -> "client.id == '" + pick(CLIENTS) + "'";
      case 1 -> "client.id in ['" + pick(CLIENTS) + "', '" + pick(CLIENTS) + "']";
      case 2 -> "request.route == '" + pick(ROUTES) + "'";
      case 3 -> "request.method in ['" + pick(METHODS) + "', '" + pick(METHODS) + "']";
      case 4 -> "client.device";
      case 5 -> "has(token.acr) && token.acr == 'mfa'";
      case 6 -> "user.blocked";
      case 7 -> "10 / size(user.groups) > 4";
      case 8 -> "'" + pick(SCOPES) + "' in token.scopes";
      case 9 -> "token.scopes.exists(s, s == '" + pick(SCOPES) + "')";
      case 10 -> "'staff' in user.groups";
      case 11 ->
          "(has(request.ip) && ip_in(request.ip, ['"
              + pick(NETWORKS)
              + "', '"
              + pick(NETWORKS)
              + "']))";
      case 12 -> "(has(request.ip) && ip_in(request.ip, cidr('" + pick(NETWORKS) + "')))";
      default -> "token.scopes.exists(s, s.startsWith('" + pick("read", "write") + "'))";
    };
  }

  private String output() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "allow()";
      case 2 -> "allow().header('X-" + pick("A", "B") + "', request.method)";
      case 3 -> "throttle('busy', '" + pick("slow", "slower") + "')";
      case 4 ->
          "step_up('weak', '"
              + pick("mfa", "phr")
              + "').max_age(duration('"
              + pick("5m", "9m")
              + "'))";
      default -> "deny('" + pick("one", "two") + "')";
    };
  }

  AccessRequest request() {
    AccessRequest base = TestRequests.request(pick(CLIENTS), pick(METHODS), "/api", pick(ROUTES));
    List<String> groups = random.nextInt(3) == 0 ? List.of() : List.of("staff");
    AccessRequest.Token token = base.token();
    return new AccessRequest(
        new AccessRequest.Token(
            token.issuer(),
            token.subject(),
            token.audiences(),
            scopes(),
            null,
            token.issuedAt(),
            token.expiresAt().plus(Duration.ofSeconds(random.nextInt(3))),
            random.nextInt(3) == 0 ? null : pick("mfa", "pwd"),
            List.of(),
            null,
            null,
            Map.of()),
        new AccessRequest.Client(base.client().id(), null, random.nextBoolean()),
        new AccessRequest.User("u", null, true, groups, random.nextBoolean(), null),
        base.device(),
        base.approver(),
        base.grant(),
        new AccessRequest.Http(
            base.request().method(),
            base.request().path(),
            base.request().route(),
            random.nextInt(5) == 0 ? null : pick(ADDRESSES),
            null,
            null),
        List.of(),
        base.now());
  }

  private List<String> scopes() {
    return switch (random.nextInt(4)) {
      case 0 -> List.of();
      case 1 -> List.of("read:all");
      case 2 -> List.of("write:some", "read:all", "write:some");
      default -> List.of("write:all", "read:all");
    };
  }

  /**
   * A policy with matches in shadow.
   *
   * @param live the same without them; empty when there are no others
   */
  record Partly(String text, String live) {

    String enforced() {
      return text.replace(SHADOW, "");
    }
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
