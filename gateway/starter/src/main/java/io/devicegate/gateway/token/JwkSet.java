package io.devicegate.gateway.token;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fetched key set (RFC 7517 section 5): the keys that can be used, and why the others are not.
 *
 * @param keys usable keys by {@code kid}; never empty
 * @param skipped number of keys that are not used, by reason
 */
record JwkSet(Map<String, VerificationKey> keys, Map<SkippedKey, Integer> skipped) {

  JwkSet {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    skipped = Map.copyOf(skipped);
  }

  /**
   * Reads a set. A bad key costs only itself.
   *
   * @throws KeyFetchException when the document is no key set, or holds too many keys or none that
   *     can be used
   */
  static JwkSet read(byte[] document, JwksSettings.Fetch limits) {
    List<?> entries = entries(document, limits);
    if (entries.size() > limits.maxKeys()) {
      throw new KeyFetchException(
          FetchFailure.TOO_MANY_KEYS, "more than " + limits.maxKeys() + " keys");
    }
    Map<String, VerificationKey> keys = new LinkedHashMap<>();
    Map<SkippedKey, Integer> skipped = new EnumMap<>(SkippedKey.class);
    for (Object entry : entries) {
      try {
        VerificationKey key = JwkReader.read(entry);
        // The first of two wins: either is the issuer's, and the choice does not change from fetch
        // to fetch.
        if (keys.putIfAbsent(key.id(), key) != null) {
          throw new SkippedKeyException(SkippedKey.DUPLICATE_ID);
        }
      } catch (SkippedKeyException e) {
        skipped.merge(e.reason(), 1, Integer::sum);
      }
    }
    if (keys.isEmpty()) {
      throw new KeyFetchException(FetchFailure.NO_USABLE_KEY, "no usable key: " + skipped);
    }
    return new JwkSet(keys, skipped);
  }

  private static List<?> entries(byte[] document, JwksSettings.Fetch limits) {
    int values = limits.maxBytes() / 2; // As many as fit; the keys are counted by themselves.
    StrictJson json =
        new StrictJson(new StrictJson.Limits(limits.maxBytes(), 8, values, limits.maxBytes()));
    try {
      if (json.readObject(document).get("keys") instanceof List<?> entries) {
        return entries;
      }
      throw new KeyFetchException(FetchFailure.MALFORMED, "no member \"keys\"");
    } catch (MalformedJsonException e) {
      throw new KeyFetchException(FetchFailure.MALFORMED, "not a key set", e);
    }
  }
}
