package io.devicegate.rules.condition;

import static io.devicegate.rules.condition.Expressions.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionProblemsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thing.nick == 'a'",
        "thing.nick == 'a' || thing.good",
        "thing.good && thing.nick == 'a'",
        "has(thing.nick) || thing.nick == 'a'",
        "!has(thing.nick) && thing.nick == 'a'",
        "thing.nick == 'a' && has(thing.nick)",
        "claims.a == 'x'",
        "claims['a'] == 'x'",
        "'b' in claims && claims['a'] == 'x'",
        "has(thing.inner.note) && thing.inner.note == 'x'",
        "things.exists(t, t.nick == 'a')",
        "has(thing.nick) && things.exists(thing, thing.nick == 'a')",
        "thing.tags[0] == 'a'",
        "thing.?nick.value() == 'a'",
        "thing.good ? thing.nick == 'a' : has(thing.nick)",
      })
  void refusesAFieldThatMayBeAbsent(String text) {
    assertThat(problems(text)).isNotEmpty().allMatch(problem -> problem.contains("may be absent"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "has(thing.nick) && thing.nick == 'a'",
        "!has(thing.nick) || thing.nick == 'a'",
        "!(!has(thing.nick) || thing.nick != 'a')",
        "has(thing.nick) ? thing.nick == 'a' : true",
        "thing.good && has(thing.nick) && (thing.count > 1 || thing.nick == 'a')",
        "thing.?nick.orValue('') == 'a'",
        "has(claims.a) && claims['a'] == 'x'",
        "'a' in claims && claims.a == 'x'",
        "thing.name in claims && claims[thing.name] == 'x'",
        "has(thing.inner) && has(thing.inner.note) && thing.inner.note == 'x'",
        "things.exists(t, has(t.nick) && t.nick == 'a')",
        "thing.tags[?0].orValue('') == 'a'",
        "thing.?nick.hasValue() && thing.?nick.value() == 'a'",
        "params.names[0] == 'a'",
      })
  void acceptsAFieldThatIsTestedFirst(String text) {
    assertThat(problems(text)).isEmpty();
  }

  /** A checker knows only the functions that an expression names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optional.of(thing.name).hasValue()",
        "!optional.none().hasValue()",
        "optional.ofNonZeroValue(thing.count).optMap(c, c + 1).orValue(0) > 1",
        "[optional.of(1)].size() == 1 && [1, 2].map(i, i * 2) == [2, 4]",
        "type(thing.count) == int && string(thing.count) != dyn('')",
        "now - timestamp('2026-11-24T12:00:00Z') < duration('24h')",
      })
  void findsFunctionsByWhateverNameTheyAreCalled(String text) {
    assertThat(problems(text)).isEmpty();
  }

  @Test
  void saysWhichFunctionIsUnknown() {
    assertThat(problems("optional.maybe(1) == 1 && nothing(1)"))
        .anyMatch(problem -> problem.contains("'maybe'"))
        .anyMatch(problem -> problem.contains("'nothing'"));
  }

  @Test
  void refusesWhatCostsTooMuchAndSaysWhere() {
    String loops = "things.all(a, things.all(b, things.all(c, a.name + b.name == c.name)))";

    assertThat(problems("thing.good && " + loops))
        .singleElement()
        .asString()
        .startsWith("test:1:16: worst-case cost")
        .contains("expected: at most 250000");
  }

  @Test
  void allowsOneLoopAndMembership() {
    assertThat(problems("things.exists(t, t.name in params.names)")).isEmpty();
  }

  @Test
  void refusesWhatIsTooLongTooDeepOrTooWideAndSaysWhatToChange() {
    String tooLong = "'" + "a".repeat(20_000) + "' == thing.name";
    String tooDeep = "[".repeat(300) + "thing.good" + "]".repeat(300);
    String tooWide = "[" + "1,".repeat(5_000) + "1].size() == 1";

    assertThat(problems(tooLong))
        .singleElement()
        .asString()
        .startsWith("test:1:2: ")
        .contains("10000")
        .endsWith("split it by variables, and move long lists to params");
    assertThat(problems(tooDeep))
        .singleElement()
        .asString()
        .startsWith("test:1:")
        .contains("100")
        .endsWith("split it by variables, and move long lists to params");
    assertThat(problems(tooWide))
        .singleElement()
        .asString()
        .startsWith("test:1:")
        .endsWith("split it by variables, and move long lists to params");
  }

  @Test
  void refusesARegularExpressionThatIsTooLargeOrWrong() {
    assertThat(problems("thing.name.matches('(a{500}){500}')"))
        .singleElement()
        .asString()
        .contains("regular expression");
    assertThat(problems("thing.name.matches('(a')")).isNotEmpty();
    assertThat(problems("thing.name.matches('(a|b)+c')")).isEmpty();
  }

  @Test
  void refusesConstantsThatCanNeverWork() {
    assertThat(problems("ip_in(thing.name, ['10.0.0.1/8'])"))
        .singleElement()
        .asString()
        .contains("bits set behind its prefix");
    assertThat(problems("thing.age > duration('5 minutes')")).isNotEmpty();
    assertThat(problems("path_matches(thing.name, 'admin')")).isNotEmpty();
    assertThat(problems("cidr('nowhere') == cidr('10.0.0.0/8')")).isNotEmpty();
  }

  @Test
  void refusesNamesAndTypesThatAreNotDeclared() {
    assertThat(problems("thing.nmae == 'a'"))
        .singleElement()
        .asString()
        .startsWith("test:1:")
        .contains("nmae");
    assertThat(problems("thing.count == 'a'")).isNotEmpty();
    assertThat(problems("params.nothing == 'a'")).isNotEmpty();
    assertThat(problems("other.name == 'a'")).isNotEmpty();
  }

  @Test
  void createsNoRecords() {
    assertThat(problems("devicegate.Inner{label: 'a'}.label == 'a'")).isNotEmpty();
  }
}
