package io.devicegate.dashboards.privacy;

import io.devicegate.dashboards.store.TimeRange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes hashes that stand for values: HMAC-SHA256 under a key of the period in which the event
 * happened, derived from the secret, so that the hashes of two periods cannot be joined without it.
 */
final class Pseudonyms {

  private static final String MARK = "hash:";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  /** What is one already stays as it is. */
  private static final Pattern SHAPE = Pattern.compile(MARK + "[A-Za-z0-9_-]{22}");

  private final List<byte[]> secrets = new ArrayList<>();
  private final Duration rotate;

  /**
   * Creates them.
   *
   * @param properties with the key that new hashes are made with, and those of before
   */
  Pseudonyms(PrivacyProperties properties) {
    if (properties.key() != null) {
      secrets.add(properties.key().getBytes(StandardCharsets.UTF_8));
    }
    properties.previousKeys().forEach(key -> secrets.add(key.getBytes(StandardCharsets.UTF_8)));
    this.rotate = properties.rotate();
  }

  static boolean isOne(String value) {
    return SHAPE.matcher(value).matches();
  }

  /**
   * The hash that stands for a value.
   *
   * @param kind the field; the same value in another has another hash
   */
  String of(String kind, String value, Instant time) {
    return isOne(value) ? value : hash(secrets.get(0), kind, value, period(time));
  }

  /** Everything that may stand for a value in events of the range, and the value itself. */
  Set<String> all(String kind, String value, TimeRange range) {
    Set<String> all = new LinkedHashSet<>();
    all.add(value);
    if (!isOne(value)) {
      for (byte[] secret : secrets) {
        for (long period = period(range.from()); period <= period(range.to()); period++) {
          all.add(hash(secret, kind, value, period));
        }
      }
    }
    return all;
  }

  /** Tells the keys apart without saying anything about them, the one in use first. */
  List<String> fingerprints() {
    return secrets.stream().map(secret -> hash(secret, "fingerprint", "", 0)).toList();
  }

  private long period(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), rotate.toSeconds());
  }

  private String hash(byte[] secret, String kind, String value, long period) {
    byte[] key = mac(secret, "devicegate-privacy " + rotate + ' ' + period);
    byte[] hash = mac(key, kind + '\0' + value);
    return MARK
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
