package io.devicegate.gateway.access;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes decision ids in the form of ULIDs: 26 characters of Crockford's base 32, 48 bits of time
 * and 80 of chance. They sort by time and name one decision; they are no secret.
 */
final class DecisionIds {

  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int TIME_CHARACTERS = 10;
  private static final int CHANCE_CHARACTERS = 8;

  private final Clock clock;

  DecisionIds(Clock clock) {
    this.clock = clock;
  }

  String next() {
    char[] id = new char[TIME_CHARACTERS + 2 * CHANCE_CHARACTERS];
    ThreadLocalRandom random = ThreadLocalRandom.current();
    write(id, 0, TIME_CHARACTERS, clock.millis());
    write(id, TIME_CHARACTERS, CHANCE_CHARACTERS, random.nextLong());
    write(id, TIME_CHARACTERS + CHANCE_CHARACTERS, CHANCE_CHARACTERS, random.nextLong());
    return new String(id);
  }

  private static void write(char[] id, int from, int length, long bits) {
    long rest = bits;
    for (int i = from + length - 1; i >= from; i--) {
      id[i] = ALPHABET[(int) (rest & 31)];
      rest >>>= 5;
    }
  }
}
