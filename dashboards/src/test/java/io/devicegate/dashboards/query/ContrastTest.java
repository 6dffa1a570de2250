package io.devicegate.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.devicegate.dashboards.store.Comparison;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContrastTest {

  /** By tables of the normal distribution. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0.317310508", "-1.959963985, 0.05", "3, 0.002699796", "8, 1.244192e-15"})
  void knowsTheNormalDistribution(double z, double probability) {
    assertThat(Normal.twoSided(z) / probability).isCloseTo(1, within(1e-6));
  }

  @Test
  void comparesTwoProportions() {
    Contrast contrast = contrast(30, 31, 60, 120, 1);

    assertThat(contrast.z()).isCloseTo(4.7313, within(0.001));
    assertThat(contrast.firstShare()).isCloseTo(30 / 31.0, within(1e-12));
    assertThat(contrast.logOdds()).isCloseTo(Math.log(30.5 * 60.5 / (1.5 * 60.5)), within(1e-12));
    assertThat(contrast.isSignificant()).isTrue();
    assertThat(contrast.isTooFew()).isFalse();
  }

  @Test
  void asksMoreOfOneValueAmongMany() {
    assertThat(contrast(40, 100, 25, 100, 1).isSignificant()).isTrue();
    Contrast amongMany = contrast(40, 100, 25, 100, 50);

    assertThat(amongMany.isSignificant()).isFalse();
    assertThat(amongMany.probability()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0, 1000", "0, 0, 0, 0", "3, 3, 0, 0", "100, 100, 50, 50", "2, 1000, 1, 1000"})
  void saysNothingOfTooFew(long first, long allFirst, long second, long allSecond) {
    Contrast contrast = contrast(first, allFirst, second, allSecond, 1);

    assertThat(contrast.isTooFew()).isTrue();
    assertThat(contrast.probability()).isNull();
    assertThat(contrast.isSignificant()).isFalse();
    assertThat(contrast.logOdds()).isFinite();
    assertThat(contrast.firstShare()).isBetween(0.0, 1.0);
  }

  @Test
  void isTheSameTheOtherWayRoundButForTheSign() {
    Contrast one = contrast(40, 100, 25, 100, 3);
    Contrast other = contrast(25, 100, 40, 100, 3);

    assertThat(Objects.requireNonNull(one.z())).isEqualTo(-Objects.requireNonNull(other.z()));
    assertThat(one.probability()).isEqualTo(other.probability());
    assertThat(one.logOdds()).isCloseTo(-other.logOdds(), within(1e-12));
  }

  private static Contrast contrast(
      long first, long allFirst, long second, long allSecond, long distinct) {
    Comparison.Pair pair = new Comparison.Pair("value", first, second);
    return Contrast.of(
        pair,
        new Comparison(
            allFirst, allSecond, new Comparison.Pair("", 0, 0), distinct, List.of(pair)));
  }
}
