package io.devicegate.gateway.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of policies as settings hold them, with the lists that binding takes for maps. */
final class PlainParams {

  private PlainParams() {}

  static Map<String, Map<String, Object>> of(Map<String, Map<String, Object>> settings) {
    Map<String, Map<String, Object>> params = new LinkedHashMap<>();
    settings.forEach((policy, values) -> params.put(policy, map(values)));
    return params;
  }

  private static Map<String, Object> map(Map<?, ?> settings) {
    Map<String, Object> copy = new LinkedHashMap<>();
    settings.forEach((name, value) -> copy.put(String.valueOf(name), plain(value)));
    return copy;
  }

  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(PlainParams::plain).toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    List<Object> elements = new ArrayList<>();
    for (Object next = map.get("0"); next != null; next = map.get("" + elements.size())) {
      elements.add(plain(next));
    }
    return !elements.isEmpty() && elements.size() == map.size() ? elements : map(map);
  }
}
