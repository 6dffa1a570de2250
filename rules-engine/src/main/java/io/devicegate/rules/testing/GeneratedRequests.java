package io.devicegate.rules.testing;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes requests up that policies are likely to tell apart: beside a field's usual values it takes
 * the texts that stand next to that field in the policies. The same seed makes the same requests of
 * the same policies. Not thread-safe.
 */
public final class GeneratedRequests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pattern FIELD =
      Pattern.compile(
          "\\b(token|client|user|device|approver|grant|request)\\.\\??([a-z_]+)"
              + "(?:\\.\\??([a-z_]+)|\\[\\??['\"]([^'\"]+)['\"]])?");
  private static final Pattern QUOTED =
      Pattern.compile("'([^'\\\\]{0,200})'|\"([^\"\\\\]{0,200})\"");
  private static final Pattern NEXT = Pattern.compile("&&|\\|\\||[?:;]");
  private static final int NEAR = 120;
  private static final int MAX_VALUES = 64;

  private static final Map<String, List<String>> TEXTS = texts();
  private static final List<String> LISTS =
      List.of("token.audiences", "token.scopes", "token.amr", "user.groups");
  private static final List<String> FLAGS =
      List.of("client.device", "user.email_verified", "user.blocked");
  private static final List<String> NUMBERS = List.of("device.asn", "approver.asn", "request.asn");
  private static final List<String> TIMES =
      List.of(
          "token.issued_at",
          "token.auth_time",
          "grant.issued_at",
          "grant.approved_at",
          "grant.refreshed_at",
          "user.revoked_at");
  private static final List<Duration> AGES =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(20),
          Duration.ofHours(5),
          Duration.ofDays(2),
          Duration.ofDays(100));

  private final Random random;
  private final Map<String, Set<String>> near = new TreeMap<>();
  private final List<String> claims = new ArrayList<>();

  /**
   * Creates a source of requests.
   *
   * @param policies whose texts are used as values
   * @param seed what decides the values
   */
  public GeneratedRequests(List<RuleSource> policies, long seed) {
    this.random = new Random(seed);
    for (RuleSource policy : policies) {
      for (Yaml document : Yaml.read(policy, problem -> {})) {
        learn(document);
      }
    }
    near.keySet().stream().filter(path -> path.startsWith("token.claims.")).forEach(claims::add);
  }

  /** Returns another request. */
  public AccessRequest next() {
    Map<String, Object> request = new LinkedHashMap<>();
    TEXTS.forEach((path, usual) -> set(request, path, text(path, usual)));
    LISTS.forEach(path -> set(request, path, list(path)));
    FLAGS.forEach(path -> set(request, path, random.nextBoolean()));
    NUMBERS.forEach(path -> maybe(request, path, 64_500L + random.nextInt(3)));
    for (String path : TIMES) {
      maybe(request, path, NOW.minus(AGES.get(random.nextInt(AGES.size()))).toString());
    }
    for (String path : claims) {
      maybe(request, path, text(path, List.of("other")));
    }
    return RequestDefaults.complete(request);
  }

  private void maybe(Map<String, Object> request, String path, Object value) {
    if (random.nextInt(3) > 0) {
      set(request, path, value);
    }
  }

  private static void set(Map<String, Object> request, String path, Object value) {
    RequestDefaults.set(request, path, value);
  }

  private String text(String path, List<String> usual) {
    List<String> known = List.copyOf(near.getOrDefault(path, Set.of()));
    // What stands in the policies is what they ask for: take it more often than not.
    return known.isEmpty() || random.nextInt(3) == 0
        ? usual.get(random.nextInt(usual.size()))
        : known.get(random.nextInt(known.size()));
  }

  private List<String> list(String path) {
    Set<String> values = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(text(path, List.of("one", "two")));
    }
    return List.copyOf(values);
  }

  private void learn(Yaml document) {
    List<String> params = new ArrayList<>();
    if (document instanceof Yaml.Mapping mapping) {
      mapping.find("params").ifPresent(found -> scalars(found, params));
      List<String> conditions = new ArrayList<>();
      mapping.find("rule").ifPresent(found -> scalars(found, conditions));
      conditions.forEach(text -> learn(text, params));
    }
  }

  private void learn(String condition, List<String> params) {
    Matcher field = FIELD.matcher(condition);
    while (field.find()) {
      String path = path(field);
      int end = Math.min(condition.length(), field.end() + NEAR);
      String after = NEXT.split(condition.substring(field.end(), end), 2)[0];
      Matcher quoted = QUOTED.matcher(after);
      while (quoted.find()) {
        add(path, quoted.group(1) != null ? quoted.group(1) : quoted.group(2));
      }
      if (after.contains("params")) {
        params.forEach(value -> add(path, value));
      }
    }
  }

  private static String path(Matcher field) {
    String path = field.group(1) + "." + field.group(2);
    String claim = field.group(3) != null ? field.group(3) : field.group(4);
    // A claim whose name has a dot in it could not be set by its path.
    return path.equals("token.claims") && claim != null && claim.indexOf('.') < 0
        ? path + "." + claim
        : path;
  }

  private void add(String path, String value) {
    Set<String> values = near.computeIfAbsent(path, name -> new LinkedHashSet<>());
    if (values.size() < MAX_VALUES) {
      values.add(value);
    }
  }

  private static void scalars(Yaml yaml, List<String> texts) {
    if (yaml instanceof Yaml.Scalar scalar) {
      texts.add(scalar.text());
    } else if (yaml instanceof Yaml.Sequence sequence) {
      sequence.items().forEach(item -> scalars(item, texts));
    } else if (yaml instanceof Yaml.Mapping mapping) {
      mapping.entries().values().forEach(entry -> scalars(entry.value(), texts));
    }
  }

  private static Map<String, List<String>> texts() {
    Map<String, List<String>> texts = new TreeMap<>();
    List<String> ips = List.of("192.0.2.7", "203.0.113.9", "10.0.0.7", "2001:db8::7");
    texts.put("token.subject", List.of("auth0|alice", "auth0|bob"));
    texts.put("token.acr", List.of("pwd", "mfa"));
    texts.put("token.cnf", List.of("thumbprint"));
    texts.put("client.id", List.of("sandbox-tv", "sandbox-cli", "other"));
    texts.put("client.name", List.of("TV", "CLI"));
    texts.put("user.id", List.of("auth0|alice", "auth0|bob"));
    texts.put("grant.protocol", List.of("oauth2-device-code", "oidc-basic-profile", "unknown"));
    texts.put("grant.evidence", List.of("exchange", "claim", "none"));
    texts.put("request.method", List.of("GET", "POST", "PUT", "DELETE"));
    texts.put("request.path", List.of("/api/catalogue", "/api/purchases", "/api/admin/report"));
    texts.put("request.route", List.of("catalogue", "purchases", "admin"));
    texts.put("request.user_agent", List.of("TV/1.0", "python-requests/2.32"));
    texts.put("request.ip", ips);
    for (String endpoint : List.of("device", "approver")) {
      texts.put(endpoint + ".ip", ips);
      texts.put(endpoint + ".country", List.of("FR", "US"));
      texts.put(endpoint + ".ua_family", List.of("python", "firefox"));
      texts.put(endpoint + ".ip_type", List.of("residential", "hosting"));
    }
    return texts;
  }
}
