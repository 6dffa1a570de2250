package io.devicegate.rules.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "thing.good                                              | good",
        "has(thing.nick) && thing.nick == 'a'                    | nick",
        "thing.?nick.orValue('') == 'a'                          | nick",
        "has(thing.inner) && thing.inner.label == thing.name     | inner name",
        "things.exists(t, t.good) && thing.count > 1             | count",
        "thing.tags.exists(t, t == thing.name)                   | tags name",
      })
  void namesTheFieldsThatAreRead(String text, String fields) {
    assertThat(Expressions.compile(text).fields("thing")).contains(Set.of(fields.split(" ")));
  }

  @Test
  void namesNoneOfAVariableThatIsNotUsed() {
    assertThat(Expressions.compile("thing.good").fields("things")).contains(Set.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"things.exists(t, t.good)", "things.size() > 1 && thing.good"})
  void saysNothingOfAVariableThatIsUsedAsAWhole(String text) {
    assertThat(Expressions.compile(text).fields("things")).isEmpty();
  }
}
