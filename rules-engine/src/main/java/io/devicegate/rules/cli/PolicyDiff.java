package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** How access policies differ from others, by name and by what they say on the same requests. */
final class PolicyDiff {

  private final AccessRules before;
  private final AccessRules after;
  private final List<AccessRequest> requests;

  PolicyDiff(AccessRules before, AccessRules after, List<AccessRequest> requests) {
    this.before = before;
    this.after = after;
    this.requests = requests;
  }

  int requests() {
    return requests.size();
  }

  /** Writes the differences, and raises the status if there are any. */
  void write(Report report) {
    List<String> added = without(after.names(), before.names());
    List<String> removed = without(before.names(), after.names());
    added.forEach(name -> report.bad("added    " + name));
    removed.forEach(name -> report.bad("removed  " + name));
    List<String> moved = moved(before, after);
    moved.forEach(move -> report.bad("moved    " + move));
    List<Map<String, Object>> changed = new ArrayList<>();
    for (String name : before.names()) {
      if (after.names().contains(name)) {
        Change change = change(before.only(name).enforced(), after.only(name).enforced(), requests);
        change.write("changed  " + name, report, changed);
      }
    }
    List<Map<String, Object>> whole = new ArrayList<>();
    change(before, after, requests).write("together", report, whole);
    boolean same = added.isEmpty() && removed.isEmpty() && moved.isEmpty() && changed.isEmpty();
    if (!same || !whole.isEmpty()) {
      report.status(Report.FINDINGS);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("requests", (long) requests.size());
    all.put("added", added);
    all.put("removed", removed);
    all.put("moved", moved);
    all.put("changed", changed);
    all.put("together", whole);
    report.put("access", all);
  }

  private static List<String> without(List<String> names, List<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static List<String> moved(AccessRules before, AccessRules after) {
    TreeSet<String> moved = new TreeSet<>();
    for (String name : before.names()) {
      boolean was = before.inShadow().contains(name);
      if (after.names().contains(name) && was != after.inShadow().contains(name)) {
        moved.add(name + (was ? ": shadow -> enforce" : ": enforce -> shadow"));
      }
    }
    return List.copyOf(moved);
  }

  private static Change change(
      AccessRules before, AccessRules after, List<AccessRequest> requests) {
    int count = 0;
    String example = "";
    for (AccessRequest request : requests) {
      Decision one = before.decide(request);
      Optional<String> change = DecisionChange.between(one, after.decide(request));
      if (change.isPresent()) {
        example = count == 0 ? DecisionChange.describe(request) + ": " + change.get() : example;
        count++;
      }
    }
    return new Change(count, requests.size(), example);
  }

  /** On how many requests two sets differ, and on which for one. */
  private record Change(int count, int requests, String example) {

    void write(String name, Report report, List<Map<String, Object>> data) {
      if (count == 0) {
        return;
      }
      report.bad(
          "%s: %d of %s, such as %s"
              .formatted(name, count, RuleCheck.count(requests, "request"), example));
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("policy", name.replace("changed  ", ""));
      one.put("requests", (long) count);
      one.put("example", example);
      data.add(one);
    }
  }
}
