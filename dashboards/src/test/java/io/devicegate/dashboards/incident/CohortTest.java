package io.devicegate.dashboards.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.store.Dimension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CohortTest {

  private static final List<CohortCount> OTHERS = others();

  @Test
  void namesTheNetworkWhenMoreThanOneOfItsAddressesFails() {
    List<CohortCount> counts = new ArrayList<>(OTHERS);
    for (int i = 1; i <= 20; i++) {
      counts.add(new CohortCount(Dimension.IP, "203.0.113." + i, 4, 0));
    }
    counts.add(new CohortCount(Dimension.NETWORK, "203.0.113.0/24", 80, 0));

    assertThat(Cohort.rank(counts).get(0))
        .matches(Cohort::isMostOfIt)
        .extracting(Cohort::dimension, Cohort::value)
        .containsExactly(Dimension.NETWORK, "203.0.113.0/24");
  }

  @Test
  void namesTheAddressBeforeTheNetworkInWhichItIsAlone() {
    List<CohortCount> counts = new ArrayList<>(OTHERS);
    counts.add(new CohortCount(Dimension.NETWORK, "203.0.113.0/24", 80, 0));
    counts.add(new CohortCount(Dimension.IP, "203.0.113.7", 80, 0));

    assertThat(Cohort.rank(counts))
        .extracting(Cohort::value)
        .startsWith("203.0.113.7", "203.0.113.0/24");
  }

  @Test
  void namesTheAddressBeforeANetworkOfWhichOthersWork() {
    List<CohortCount> counts = new ArrayList<>(OTHERS);
    counts.add(new CohortCount(Dimension.NETWORK, "203.0.113.0/24", 80, 12));
    counts.add(new CohortCount(Dimension.IP, "203.0.113.7", 80, 0));
    counts.add(new CohortCount(Dimension.IP, "203.0.113.8", 0, 12));

    assertThat(Cohort.rank(counts).get(0).value()).isEqualTo("203.0.113.7");
  }

  @Test
  void namesTheCarrierWhoseManyNetworksFail() {
    List<CohortCount> counts = new ArrayList<>(OTHERS);
    for (int i = 1; i <= 20; i++) {
      counts.add(new CohortCount(Dimension.IP, "203.0." + i + ".1", 4, 0));
      counts.add(new CohortCount(Dimension.NETWORK, "203.0." + i + ".0/24", 4, 0));
    }
    counts.add(new CohortCount(Dimension.ASN, "64501", 80, 0));
    counts.add(new CohortCount(Dimension.ASN, "64500", 10, 300));

    assertThat(Cohort.rank(counts).get(0).value()).isEqualTo("64501");
  }

  /** A hundred addresses in fifty networks for which it mostly works. */
  private static List<CohortCount> others() {
    List<CohortCount> counts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int failed = i % 5 == 0 ? 1 : 0;
      counts.add(new CohortCount(Dimension.IP, "198.51." + i + ".1", failed, 3));
      counts.add(new CohortCount(Dimension.IP, "198.51." + i + ".2", 0, 3));
      counts.add(new CohortCount(Dimension.NETWORK, "198.51." + i + ".0/24", failed, 6));
    }
    return counts;
  }
}
