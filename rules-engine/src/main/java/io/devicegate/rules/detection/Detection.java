package io.devicegate.rules.detection;

import io.devicegate.rules.event.Signal;
import java.util.List;

/**
 * What a detection says of itself.
 *
 * @param id its name, unique in a set
 * @param title what it finds, in a few words
 * @param description why that matters
 * @param severity how bad a finding is when it is true
 * @param attack ids of techniques in MITRE ATT&amp;CK, such as {@code T1528}
 * @param falsePositives harmless causes
 * @param runbook what to do, as a path or URL
 * @param mode whether its signals may have an effect on requests
 */
public record Detection(
    String id,
    String title,
    String description,
    Signal.Severity severity,
    List<String> attack,
    List<String> falsePositives,
    String runbook,
    Signal.Mode mode) {

  public Detection {
    attack = List.copyOf(attack);
    falsePositives = List.copyOf(falsePositives);
  }
}
