package io.devicegate.rules.access;

import io.devicegate.rules.condition.Lookup;
import io.devicegate.rules.condition.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policies that may speak on a request, by the values they demand of its fields.
 *
 * <p>A tree: each node looks at one field and goes on to the policies that demand its value and to
 * those that do not care. What it leaves out cannot match and cannot fail, so a decision is the
 * same with and without it.
 */
final class PolicyIndex {

  /** So few policies are evaluated faster than they are looked up. */
  private static final int LEAF = 3;

  private final Policy[] policies;
  private final Predicate<Selector> usable;
  private final Node root;

  /** Creates an index; a policy's ordinal is its place in the list. */
  PolicyIndex(List<Policy> policies) {
    this(policies, field -> true);
  }

  /** Creates an index that looks at no other fields than those that are usable. */
  PolicyIndex(List<Policy> policies, Predicate<Selector> usable) {
    this.policies = policies.toArray(Policy[]::new);
    this.usable = usable;
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      all.add(i);
    }
    this.root = build(all, Set.of());
  }

  int size() {
    return policies.length;
  }

  Policy policy(int ordinal) {
    return policies[ordinal];
  }

  /** Returns the policies that may speak on the request, each once, in their order. */
  Candidates candidates(AccessRequest request) {
    Candidates candidates = new Candidates(request);
    root.collect(candidates);
    candidates.sortEachOnce();
    return candidates;
  }

  /** Returns the policies of {@link #candidates}. */
  List<Policy> speaking(AccessRequest request) {
    Candidates candidates = candidates(request);
    List<Policy> speaking = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      speaking.add(policy(candidates.get(i)));
    }
    return speaking;
  }

  private Node build(List<Integer> ordinals, Set<Selector> used) {
    Selector field = ordinals.size() <= LEAF ? null : best(ordinals, used);
    if (field == null) {
      return new Node(ordinals.stream().mapToInt(i -> i).toArray(), null, null);
    }
    Set<Selector> now = new HashSet<>(used);
    now.add(field);
    Map<Object, List<Integer>> byValue = new HashMap<>();
    List<Integer> rest = new ArrayList<>();
    for (int ordinal : ordinals) {
      Set<Object> values = policies[ordinal].constraints().values().get(field);
      if (values == null) {
        rest.add(ordinal);
        continue;
      }
      values.forEach(value -> byValue.computeIfAbsent(value, v -> new ArrayList<>()).add(ordinal));
    }
    Map<Object, Node> nodes = new HashMap<>();
    byValue.forEach((value, matching) -> nodes.put(value, build(matching, now)));
    return new Node(new int[0], Lookup.of(field, nodes), rest.isEmpty() ? null : build(rest, now));
  }

  /** Chooses the field that leaves the fewest policies to look at, on average over its values. */
  private @Nullable Selector best(List<Integer> ordinals, Set<Selector> used) {
    Map<Selector, Map<Object, Integer>> counts = new HashMap<>();
    Map<Selector, Integer> constrained = new HashMap<>();
    for (int ordinal : ordinals) {
      policies[ordinal]
          .constraints()
          .values()
          .forEach(
              (field, values) -> {
                if (!used.contains(field) && usable.test(field)) {
                  constrained.merge(field, 1, Integer::sum);
                  Map<Object, Integer> byValue =
                      counts.computeIfAbsent(field, f -> new HashMap<>());
                  values.forEach(value -> byValue.merge(value, 1, Integer::sum));
                }
              });
    }
    Selector best = null;
    double least = ordinals.size() * 0.9;
    for (Map.Entry<Selector, Map<Object, Integer>> entry : counts.entrySet()) {
      double mean = entry.getValue().values().stream().mapToInt(i -> i).average().orElse(0);
      double left = ordinals.size() - constrained.getOrDefault(entry.getKey(), 0) + mean;
      if (left < least || (best != null && left == least && isBefore(entry.getKey(), best))) {
        best = entry.getKey();
        least = left;
      }
    }
    return best;
  }

  private static boolean isBefore(Selector a, Selector b) {
    return a.path().compareTo(b.path()) < 0;
  }

  /** A node of the tree. */
  private static final class Node {

    private final int[] always;
    private final @Nullable Lookup<Node> byValue;
    private final @Nullable Node rest;

    Node(int[] always, @Nullable Lookup<Node> byValue, @Nullable Node rest) {
      this.always = always;
      this.byValue = byValue;
      this.rest = rest;
    }

    void collect(Candidates candidates) {
      candidates.addAll(always);
      if (byValue != null) {
        byValue.find(candidates.request, candidates);
      }
      if (rest != null) {
        rest.collect(candidates);
      }
    }
  }

  /** A growing list of the ordinals that nodes hold for a request. */
  static final class Candidates implements Consumer<Node> {

    private final AccessRequest request;
    private int[] ordinals = new int[16];
    private int size;

    private Candidates(AccessRequest request) {
      this.request = request;
    }

    @Override
    public void accept(Node node) {
      node.collect(this);
    }

    int size() {
      return size;
    }

    int get(int i) {
      return ordinals[i];
    }

    private void addAll(int[] more) {
      if (size + more.length > ordinals.length) {
        ordinals = Arrays.copyOf(ordinals, Math.max(2 * ordinals.length, size + more.length));
      }
      System.arraycopy(more, 0, ordinals, size, more.length);
      size += more.length;
    }

    /** A list may lead to one policy by two of its elements, an address by two networks. */
    private void sortEachOnce() {
      Arrays.sort(ordinals, 0, size);
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (kept == 0 || ordinals[kept - 1] != ordinals[i]) {
          ordinals[kept++] = ordinals[i];
        }
      }
      size = kept;
    }
  }
}
