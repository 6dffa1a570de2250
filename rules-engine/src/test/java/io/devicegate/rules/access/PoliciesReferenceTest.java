package io.devicegate.rules.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.condition.Bounds;
import io.devicegate.rules.condition.Function;
import io.devicegate.rules.condition.Limits;
import io.devicegate.rules.condition.Vocabulary;
import io.devicegate.rules.source.FileLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/reference/policies.md}, which are written from code. {@code
 * -Ddevicegate.docs.write=true} writes them again.
 */
class PoliciesReferenceTest {

  private static final Path PAGE = Path.of("../docs/reference/policies.md");
  private static final Path REQUEST =
      Path.of("src/main/java/io/devicegate/rules/access/AccessRequest.java");

  private static final Map<String, String> POLICY_KEYS =
      table(
          "name", "unique in the set: a-z, 0-9, `-`, `_`, at most 64 characters",
          "description", "a sentence; the explanation of a match that has none",
          "mode", "`enforce` (default) or `shadow`",
          "onError",
              "what a failure of the policy does: `deny`, `skip` (as if it were not there) or"
                  + " `allow`. Without it `skip` for a policy that only allows, `deny` for any"
                  + " other",
          "requires", "inputs without which the policy cannot be used, such as `[approver.geo]`",
          "params", "values that the expressions see as `params`, and that a caller may replace",
          "metadata",
              "yours; only `show_explanation: true` means something: the caller may read the"
                  + " explanation",
          "rule", "the rule");
  private static final Map<String, String> RULE_KEYS =
      table(
          "id", "name of a nested rule, in the label `policy/id#1`",
          "description", "yours",
          "mode", "`shadow` for this rule alone",
          "variables", "a list of `name: expression`, seen as `variables.name` by what is below",
          "match", "a list; the first match whose condition holds speaks",
          "aggregate",
              "a list, instead of `match`; all whose condition holds speak, the strictest gives"
                  + " effect and reason, the obligations of all are joined");
  private static final Map<String, String> MATCH_KEYS =
      table(
          "mode", "`shadow` for this match alone: it is as if it were not there, and reported",
          "condition", "an expression that is true or false; always true without it",
          "output", "what is said: one of the outputs below",
          "rule", "a nested rule, instead of `output`",
          "explanation", "an expression that is text, for a person");
  private static final Map<String, String> FUNCTIONS =
      table(
          "cidr(string): cidr", "a network such as `10.0.0.0/8`",
          "ip_in(string, cidr): bool", "whether the address is in the network",
          "ip_in(string, string): bool", "the same, the network as text",
          "ip_in(string, list of string): bool", "whether the address is in one of the networks",
          "same_network(string, string): bool",
              "whether two addresses share their first 24 bits (IPv4) or 64 bits (IPv6)",
          "path_matches(string, string): bool",
              "whether a path is of a pattern: `*` is one segment, `**` at the end any number, also"
                  + " none; case counts",
          "matches(string, string): bool",
              "whether a regular expression of RE2 is found in the text; compiled once",
          "string.matches(string): bool", "the same",
          "geo_km(geo, geo): double", "the distance of two places in kilometres");
  private static final Map<String, String> OUTPUTS =
      table(
          "allow(): outcome", "the request may pass; the reason is `allowed`",
          "allow(string): outcome", "the same, with a reason",
          "deny(string): outcome", "the request is refused, for this reason",
          "throttle(string, string): outcome",
              "for this reason the request passes while this rate class has budget left",
          "step_up(string, string): outcome",
              "for this reason the request passes once the user has authenticated by this `acr`"
                  + " (RFC 9470)",
          "outcome.max_age(duration): outcome", "and not longer ago than this",
          "outcome.header(string, string): outcome",
              "sets a header for the upstream; none of HTTP itself, none that begins with"
                  + " `X-Device-` or `X-Forwarded-`",
          "outcome.drop_scopes(list of string): outcome",
              "takes scopes away before the upstream sees them",
          "outcome.rate_class(string): outcome", "charges the request to this budget");

  @Test
  void keysOfAPolicy() throws IOException {
    assertKeys("keys of a policy", PolicyReader.KEYS, POLICY_KEYS);
  }

  @Test
  void keysOfARule() throws IOException {
    assertKeys("keys of a rule", RuleReader.RULE_KEYS, RULE_KEYS);
  }

  @Test
  void keysOfAMatch() throws IOException {
    assertKeys("keys of a match", RuleReader.MATCH_KEYS, MATCH_KEYS);
  }

  @Test
  void inputs() throws IOException {
    Map<String, String> meanings = meanings();
    List<String> lines = head("field", "type", "absent", "meaning");
    for (Vocabulary.Field field : Vocabulary.fields(PolicyCompiler.schema())) {
      String meaning =
          meanings.getOrDefault(field.record().getSimpleName() + "." + field.component(), "");
      assertThat(meaning).as(field.path()).isNotEmpty();
      lines.add(
          row("`" + field.path() + "`", field.type(), field.optional() ? "may be" : "", meaning));
    }
    assertWritten("inputs", lines);
  }

  @Test
  void functions() throws IOException {
    assertFunctions("functions", FUNCTIONS, false);
  }

  @Test
  void outputs() throws IOException {
    assertFunctions("outputs", OUTPUTS, true);
  }

  @Test
  void limits() throws IOException {
    Limits limits = Limits.DEFAULT;
    AccessRulesOptions options = AccessRulesOptions.defaults();
    List<String> lines = head("what", "at most");
    lines.add(row("a file", number(FileLimits.CHARACTERS) + " characters"));
    lines.add(row("values in a file, aliases expanded", number(FileLimits.VALUES)));
    lines.add(row("nesting of YAML", number(FileLimits.DEPTH) + " levels"));
    lines.add(row("policies in a set", number(options.maxPolicies())));
    lines.add(row("rules nested in rules", number(RuleReader.MAX_NESTING) + " levels"));
    lines.add(row("an expression", number(limits.maxCharacters()) + " characters"));
    lines.add(row("nesting of an expression", number(limits.maxDepth()) + " levels"));
    lines.add(row("parts of an expression, macros expanded", number(limits.maxNodes())));
    lines.add(
        row("a regular expression", number(limits.maxRegexProgram()) + " instructions of RE2"));
    lines.add(row("worst-case cost of an expression", number(options.maxExpressionCost())));
    lines.add(row("worst-case cost of all in shadow, per request", number(options.shadowBudget())));
    lines.add(row("a text of an input", number(Bounds.TEXT) + " characters"));
    lines.add(row("a text in a list", number(Bounds.ELEMENT_TEXT) + " characters"));
    lines.add(row("elements of a list or map", number(Bounds.ELEMENTS)));
    lines.add(row("clauses that an explanation changes", number(Explainer.MAX_CHANGES)));
    assertWritten("limits", lines);
  }

  @Test
  void reasons() throws IOException {
    Map<String, Set<String>> byReason = new TreeMap<>();
    Pattern reason = Pattern.compile("(?:allow|deny|throttle|step_up)\\('([a-z_]+)'");
    for (Path file : ShippedPoliciesTest.files().toList()) {
      String name = String.valueOf(file.getFileName()).replace(".yaml", "");
      Matcher matcher = reason.matcher(Files.readString(file));
      while (matcher.find()) {
        byReason.computeIfAbsent(matcher.group(1), r -> new TreeSet<>()).add("`" + name + "`");
      }
    }
    List<String> lines = head("reason", "of");
    lines.add(row("`allowed`", "an `allow()` without a reason"));
    lines.add(row("`" + Decision.NO_RULE_MATCHED + "`", "a denial because no policy allowed"));
    lines.add(
        row("`" + Decision.RULE_FAILED + "`", "a denial because a policy could not be evaluated"));
    byReason.forEach((code, names) -> lines.add(row("`" + code + "`", String.join(", ", names))));
    assertWritten("reasons", lines);
  }

  private static void assertKeys(String section, Set<String> keys, Map<String, String> meanings)
      throws IOException {
    assertThat(meanings).containsOnlyKeys(keys);
    List<String> lines = head("key", "meaning");
    meanings.forEach((key, meaning) -> lines.add(row("`" + key + "`", meaning)));
    assertWritten(section, lines);
  }

  private static void assertFunctions(
      String section, Map<String, String> meanings, boolean outcomes) throws IOException {
    List<Function> all = new ArrayList<>(Vocabulary.functions());
    all.addAll(PolicyFunctions.all(PolicyCompiler.schema()));
    List<String> signatures =
        all.stream()
            .filter(function -> function.result().equals(Outcome.TYPE) == outcomes)
            .map(Vocabulary::signature)
            .toList();
    assertThat(meanings).containsOnlyKeys(signatures);
    List<String> lines = head(outcomes ? "output" : "function", "meaning");
    meanings.forEach((signature, meaning) -> lines.add(row("`" + signature + "`", meaning)));
    assertWritten(section, lines);
  }

  /** Reads what {@code AccessRequest} says of each component, by record and component. */
  private static Map<String, String> meanings() throws IOException {
    Map<String, String> meanings = new TreeMap<>();
    Matcher records =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:public )?record (\\w+)\\(", Pattern.DOTALL)
            .matcher(Files.readString(REQUEST));
    while (records.find()) {
      String text =
          records
              .group(1)
              .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
              .replaceAll("\\{@code ([^}]*)}", "`$1`");
      Matcher params = Pattern.compile("@param (\\w+) ([^@]*)").matcher(text);
      while (params.find()) {
        meanings.put(records.group(2) + "." + params.group(1), params.group(2).strip());
      }
    }
    return meanings;
  }

  private static Map<String, String> table(String... pairs) {
    Map<String, String> table = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      table.put(pairs[i], pairs[i + 1]);
    }
    return table;
  }

  private static List<String> head(String... titles) {
    List<String> lines = new ArrayList<>();
    lines.add(row(titles));
    lines.add("|" + "---|".repeat(titles.length));
    return lines;
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static void assertWritten(String section, List<String> lines) throws IOException {
    String begin = "<!-- " + section + ", written from code -->\n";
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin);
    assertThat(from).as(begin).isNotNegative();
    int start = from + begin.length();
    int end = page.indexOf("<!-- end -->", start);
    String table = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("devicegate.docs.write")) {
      Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
      return;
    }
    assertThat(page.substring(start, end))
        .as("write it again with -Ddevicegate.docs.write=true")
        .isEqualTo(table);
  }
}
