package io.devicegate.rules.condition;

import io.devicegate.rules.condition.Expressions.Inner;
import io.devicegate.rules.condition.Expressions.Root;
import io.devicegate.rules.condition.Expressions.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Well-typed expressions and inputs by chance; the seed decides. */
final class RandomExpressions {

  private static final String[] WORDS = {"a", "b", "ab", "", "été", "10.1.2.3", "x/y"};

  private final Random random;

  RandomExpressions(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a condition. */
  String bool(int depth) {
    if (depth == 0) {
      return pick("thing.good", "true", "false", "claims.?flag.orValue(false) == true");
    }
    return switch (random.nextInt(18)) {
      case 0, 1 -> "(" + bool(depth - 1) + " && " + bool(depth - 1) + ")";
      case 2, 3 -> "(" + bool(depth - 1) + " || " + bool(depth - 1) + ")";
      case 4 -> "!(" + bool(depth - 1) + ")";
      case 5 -> "(" + bool(depth - 1) + " ? " + bool(depth - 1) + " : " + bool(depth - 1) + ")";
      case 6 -> string(depth - 1) + pick(" == ", " != ") + string(depth - 1);
      case 7 -> integer(depth - 1) + comparison() + integer(depth - 1);
      case 8 -> pick("thing.weight", "1.5", "0.0") + comparison() + pick("thing.weight", "1.5");
      case 9 -> string(depth - 1) + " in " + strings(depth - 1);
      case 10 -> "(has(thing.nick) && thing.nick == " + string(depth - 1) + ")";
      case 11 ->
          string(depth - 1)
              + pick(".startsWith(", ".endsWith(", ".contains(", ".matches(")
              + pick("'a'", "'b'", "''")
              + ")";
      case 12 ->
          strings(depth - 1)
              + pick(".exists", ".all", ".exists_one")
              + "(w, w"
              + pick(" == ", " != ")
              + string(depth - 1)
              + ")";
      case 13 ->
          "things"
              + pick(".exists", ".all")
              + "(t, t.good"
              + pick(" && ", " || ")
              + "t.name == "
              + string(depth - 1)
              + ")";
      case 14 -> time() + comparison() + time();
      case 15 ->
          dynamic() + pick(" == ", " != ") + pick("'a'", "1", "1.0", "true", "['a']", dynamic());
      case 16 ->
          "(has(thing.inner) && has(thing.inner.note) && thing.inner.note == "
              + string(depth - 1)
              + ")";
      default ->
          pick(
              "ip_in(thing.name, params.cidrs)",
              "ip_in('10.1.2.3', thing.tags)",
              "path_matches(thing.name, '/a/*')",
              "'k' in claims",
              "claims.?nested.?deep.hasValue()",
              "things.map(t, t.count).exists(c, c > params.limit)",
              "things.filter(t, t.good).size() > 1",
              "thing.tags[?1].orValue('none') == 'b'",
              "thing.age > duration('5m')",
              "things.exists(t, t.tags.all(g, g in params.names))",
              "things.exists(t, 10 / t.count > 1)",
              "things.all(t, 10 / t.count > 1)",
              "[thing.count, 2, 3].exists(n, n == 3)",
              "string(thing.count) == '3'",
              "{'a': 1}[?thing.name].hasValue()");
    };
  }

  private String string(int depth) {
    if (depth <= 0 || random.nextInt(3) > 0) {
      return pick("thing.name", "'a'", "'b'", "'été'", "thing.?nick.orValue('b')");
    }
    return pick(
        "(" + string(depth - 1) + " + " + string(depth - 1) + ")",
        "(" + bool(depth - 1) + " ? " + string(depth - 1) + " : " + string(depth - 1) + ")",
        "claims.?text.orValue('') + thing.name");
  }

  private String integer(int depth) {
    if (depth <= 0 || random.nextInt(3) > 0) {
      return pick(
          "thing.count",
          "3",
          "0",
          "params.limit",
          "thing.?rank.orValue(7)",
          "size(thing.name)",
          "thing.tags.size()",
          "size(claims)");
    }
    return "("
        + integer(depth - 1)
        + pick(" + ", " - ", " * ", " / ", " % ")
        + integer(depth - 1)
        + ")";
  }

  private String strings(int depth) {
    return pick(
        "thing.tags",
        "words",
        "params.names",
        "['a', 'b']",
        "[thing.name, " + string(depth - 1) + "]",
        "(thing.tags + words)",
        "thing.tags.filter(g, g != 'a')",
        "words.map(w, w + 'b')");
  }

  private String time() {
    return pick(
        "now",
        "thing.since",
        "(now - duration('1h'))",
        "(thing.since + thing.age)",
        "timestamp('2026-11-24T12:00:00Z')");
  }

  private String dynamic() {
    return pick(
        "claims[?'text'].orValue('none')", "claims.?number.orValue(0)", "claims.?list.orValue([])");
  }

  private String comparison() {
    return pick(" < ", " <= ", " > ", " >= ", " == ");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Returns an input. */
  Root root() {
    List<Thing> things = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      things.add(thing());
    }
    return new Root(thing(), things, claims(), words(), time(random.nextInt(7_200)));
  }

  private Thing thing() {
    return new Thing(
        word(),
        random.nextBoolean() ? word() : null,
        random.nextInt(6) - 1,
        random.nextBoolean() ? random.nextLong() : null,
        random.nextInt(4) / 2.0,
        random.nextBoolean(),
        time(random.nextInt(7_200)),
        Duration.ofMinutes(random.nextInt(10)),
        words(),
        inner());
  }

  private @Nullable Inner inner() {
    return random.nextBoolean() ? null : new Inner(word(), random.nextBoolean() ? word() : null);
  }

  private Map<String, Object> claims() {
    Map<String, Object> claims = new java.util.HashMap<>();
    Object[] values = {"a", 1L, 1.0, true, List.of("a"), Map.of("deep", "x")};
    for (String key : List.of("text", "number", "flag", "list", "nested", "k")) {
      if (random.nextBoolean()) {
        claims.put(key, values[random.nextInt(values.length)]);
      }
    }
    return claims;
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      words.add(word());
    }
    return words;
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static Instant time(int seconds) {
    return Instant.parse("2026-11-24T11:00:00Z").plusSeconds(seconds);
  }
}
