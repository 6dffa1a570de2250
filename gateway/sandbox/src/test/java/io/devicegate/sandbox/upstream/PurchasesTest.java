package io.devicegate.sandbox.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class PurchasesTest {

  private static final Catalogue.Title MOON = Catalogue.find("moon").orElseThrow();

  @Test
  void oldestMakesRoomForNewestWhileTheReportGoesOnCounting() {
    Purchases purchases = new Purchases(2, Clock.systemUTC());
    String first = purchases.buy(MOON, "a").id();
    String second = purchases.buy(MOON, "a").id();
    String third = purchases.buy(MOON, "a").id();

    assertThat(purchases.find(first, "a")).isEmpty();
    assertThat(purchases.find(second, "a")).isPresent();
    assertThat(purchases.find(third, "a")).isPresent();
    assertThat(purchases.report().purchases()).isEqualTo(3);
  }

  @Test
  void reportListsMostBoughtFirst() {
    Purchases purchases = new Purchases(10, Clock.systemUTC());
    purchases.buy(MOON, null);
    purchases.buy(Catalogue.find("general").orElseThrow(), null);
    purchases.buy(Catalogue.find("general").orElseThrow(), null);

    assertThat(purchases.report().items())
        .extracting(Purchases.Count::item)
        .containsExactly("general", "moon");
  }
}
