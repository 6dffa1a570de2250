package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/** Writes places as what the API calls a cursor, and reads them back. */
final class Cursors {

  private static final int PARTS = 3;
  private static final int LONGEST = 2_000;

  private Cursors() {}

  static String of(Place place) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, place.time());
    String plain = micros + "|" + place.source() + "|" + place.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** The place, if that is a cursor at all. */
  static Optional<Place> read(String cursor) {
    if (cursor.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] plain = Base64.getUrlDecoder().decode(cursor);
      String[] parts = new String(plain, StandardCharsets.UTF_8).split("\\|", PARTS);
      return parts.length < PARTS
          ? Optional.empty()
          : Optional.of(
              new Place(
                  Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS),
                  parts[1],
                  parts[2]));
    } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
