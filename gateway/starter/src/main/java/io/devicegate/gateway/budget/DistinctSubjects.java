package io.devicegate.gateway.budget;

import java.time.Duration;

/**
 * How many subjects one client may speak for: a stolen client, or a phishing of user codes, shows
 * in the number of people behind it.
 *
 * @param max subjects seen within the window; from 1 to 1,000,000
 * @param window how long a subject counts after its last request; from 1 second to 30 days
 */
public record DistinctSubjects(int max, Duration window) {

  public DistinctSubjects {
    Expect.that(max >= 1 && max <= 1_000_000, "max", max, "from 1 to 1000000");
    boolean within =
        window.compareTo(Duration.ofSeconds(1)) >= 0 && window.compareTo(Duration.ofDays(30)) <= 0;
    Expect.that(within, "window", window, "from PT1S to PT720H");
  }
}
