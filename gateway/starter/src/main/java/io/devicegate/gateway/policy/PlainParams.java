package io.devicegate.gateway.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Parameters of policies as the rules engine takes them. Binding flattens settings: a list becomes
 * {@code networks.0} and {@code networks.1}, a map {@code limits.tv} and so on, and all is text,
 * which the engine reads as what the policy declares.
 */
final class PlainParams {

  private PlainParams() {}

  /** Reads the parameters of all policies. */
  static Map<String, Map<String, Object>> of(Map<String, Map<String, String>> settings) {
    Map<String, Map<String, Object>> params = new LinkedHashMap<>();
    settings.forEach((policy, values) -> params.put(policy, params(values)));
    return params;
  }

  private static Map<String, Object> params(Map<String, String> values) {
    Map<String, Object> params = new LinkedHashMap<>();
    Map<String, Map<String, String>> deep = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          if (dot < 0) {
            params.put(key, value);
          } else {
            deep.computeIfAbsent(key.substring(0, dot), name -> new LinkedHashMap<>())
                .put(key.substring(dot + 1), value);
          }
        });
    deep.forEach((key, entries) -> params.put(key, isList(entries) ? list(entries) : entries));
    return params;
  }

  private static boolean isList(Map<String, String> entries) {
    return IntStream.range(0, entries.size()).allMatch(i -> entries.containsKey("" + i));
  }

  private static List<String> list(Map<String, String> entries) {
    return IntStream.range(0, entries.size())
        .mapToObj(i -> entries.getOrDefault("" + i, ""))
        .toList();
  }
}
