package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.Dimension;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a failure hits more than others.
 *
 * @param dimension what they have in common, such as the client
 * @param value the value of it
 * @param failed their failures
 * @param succeeded what worked for them at the same time
 * @param support their share of all failures, 0 to 1
 * @param usualShare their share of all that worked, 0 to 1
 * @param gain how sure it is that they differ: the logarithm of a likelihood ratio, less that of
 *     the number of values compared
 */
public record Cohort(
    Dimension dimension,
    String value,
    long failed,
    long succeeded,
    double support,
    double usualShare,
    double gain) {

  private static final double MOSTLY = 0.6;
  private static final double MORE = 0.15;

  /** Corrected for the number of values that are compared, chance stays below this. */
  private static final double CHANCE = 7;

  /** Groups of addresses: there are at most as many of them. */
  private static final Set<Dimension> OF_ADDRESSES = Set.of(Dimension.NETWORK, Dimension.ASN);

  /**
   * Ranks every value of every dimension, those that differ most first; an address before the
   * network of which nothing else is seen.
   */
  static List<Cohort> rank(List<CohortCount> counts) {
    Map<Dimension, List<CohortCount>> dimensions =
        counts.stream()
            .collect(
                Collectors.groupingBy(
                    CohortCount::dimension,
                    () -> new EnumMap<>(Dimension.class),
                    Collectors.toList()));
    int addresses = dimensions.getOrDefault(Dimension.IP, List.of()).size();
    return dimensions.entrySet().stream()
        .flatMap(
            values ->
                compare(
                    values.getValue(),
                    OF_ADDRESSES.contains(values.getKey())
                        ? Math.max(addresses, values.getValue().size())
                        : values.getValue().size()))
        .filter(cohort -> cohort.gain > 0)
        .sorted(Comparator.comparingDouble(Cohort::gain).reversed())
        .toList();
  }

  /**
   * Compares the values of a dimension.
   *
   * @param choices among how many the worst was chosen: for a group of addresses as for an address,
   *     so that to be in a smaller number does not make it look surer than the address in it
   */
  private static Stream<Cohort> compare(List<CohortCount> values, int choices) {
    long failed = values.stream().mapToLong(CohortCount::failed).sum();
    long succeeded = values.stream().mapToLong(CohortCount::succeeded).sum();
    // Correcting for the choice among many values keeps chance out, however many there are.
    double correction = Math.log(choices);
    return values.stream()
        .map(
            value ->
                new Cohort(
                    value.dimension(),
                    value.value(),
                    value.failed(),
                    value.succeeded(),
                    share(value.failed(), failed),
                    share(value.succeeded(), succeeded),
                    Likelihood.gain(
                            value.failed(),
                            value.failed() + value.succeeded(),
                            failed - value.failed(),
                            failed + succeeded - value.failed() - value.succeeded())
                        - correction));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Whether most failures are theirs, and clearly more than their share. */
  public boolean isMostOfIt() {
    return support >= MOSTLY && support - usualShare >= MORE && gain >= CHANCE;
  }
}
