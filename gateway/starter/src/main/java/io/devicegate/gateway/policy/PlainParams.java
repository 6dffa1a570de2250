package io.devicegate.gateway.policy;

import io.devicegate.gateway.InvalidSettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameters of policies as the rules engine takes them. Settings are flat: a list of two is {@code
 * networks[0]} and {@code networks[1]}, a map is {@code limits.tv} and so on, and all is text,
 * which the engine reads as what the policy declares.
 */
final class PlainParams {

  /** A name, and either an index, or the rest behind a dot, or nothing. */
  private static final Pattern KEY = Pattern.compile("([^.\\[]+)(?:\\[(\\d{1,4})]|\\.(.+))?");

  private PlainParams() {}

  /**
   * Reads the parameters of all policies.
   *
   * @throws InvalidSettingException naming a parameter that is deeper than a list or a map of texts
   */
  static Map<String, Map<String, Object>> of(Map<String, Map<String, String>> settings) {
    Map<String, Map<String, Object>> params = new LinkedHashMap<>();
    settings.forEach((policy, values) -> params.put(policy, params(policy, values)));
    return params;
  }

  private static Map<String, Object> params(String policy, Map<String, String> values) {
    Map<String, Object> params = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Map<String, Map<String, String>> maps = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          Matcher parts = KEY.matcher(key);
          if (!parts.matches()) {
            throw new InvalidSettingException(
                "devicegate.access.params."
                    + policy
                    + "."
                    + key
                    + " (expected: text, a list or a map)",
                "Correct the parameter, or have the policy declare a simpler one.");
          }
          if (parts.group(2) != null) {
            // In order: binding lists the indices of a list from 0 up.
            lists.computeIfAbsent(parts.group(1), name -> new ArrayList<>()).add(value);
          } else if (parts.group(3) != null) {
            maps.computeIfAbsent(parts.group(1), name -> new LinkedHashMap<>())
                .put(parts.group(3), value);
          } else {
            params.put(key, value);
          }
        });
    params.putAll(lists);
    params.putAll(maps);
    return params;
  }
}
