package io.devicegate.rules.access;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.toSet;

import io.devicegate.rules.condition.Marks;
import io.devicegate.rules.condition.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds the policies that may speak on a request, by the values they demand of its fields.
 *
 * <p>A policy is filed under the mark of the value that the fewest others demand, with the marks of
 * two more. What is left out cannot match and cannot fail, so a decision is the same with and
 * without it.
 *
 * <p>All is in two arrays, side by side: of many policies, what a request costs is the memory that
 * has to be fetched for it, and a map or a policy is a dozen places where these are two.
 */
final class PolicyIndex {

  /** A field that so few policies ask for costs more to read than they do. */
  private static final int FEW = 3;

  /** As many entries a policy may have under one mark, if one of several values may do. */
  private static final int MOST_WAYS = 8;

  /** A policy in {@link #filed}: its ordinal and the marks of two more demands, or 0. */
  private static final int ENTRY = 3;

  private final Policy[] policies;
  private final Marks[] fields;
  private final int[] always;

  /** Pairs of a mark and where its policies begin, in the place of the mark or behind it. */
  private final int[] table;

  /** How many policies there are of a mark, and then these. At 0 is none. */
  private final int[] filed;

  /** Creates an index; a policy's ordinal is its place in the list. */
  PolicyIndex(List<Policy> policies) {
    this(policies, field -> true);
  }

  /** Creates an index that looks at no other fields than those that are usable. */
  PolicyIndex(List<Policy> policies, Predicate<Selector> usable) {
    this.policies = policies.toArray(Policy[]::new);
    Filing filing = new Filing(policies, usable);
    this.fields = filing.fields.values().toArray(Marks[]::new);
    this.always = filing.always.stream().mapToInt(i -> i).toArray();
    this.table = new int[2 * Integer.highestOneBit(4 * filing.entries.size() + 1)];
    int length = 1;
    for (List<int[]> entries : filing.entries.values()) {
      length += 1 + ENTRY * entries.size();
    }
    this.filed = new int[length];
    fill(filing.entries);
  }

  private void fill(Map<Integer, List<int[]>> byMark) {
    int end = 1;
    for (Map.Entry<Integer, List<int[]>> one : byMark.entrySet()) {
      int slot = slot(one.getKey());
      table[slot] = one.getKey();
      table[slot + 1] = end;
      filed[end++] = one.getValue().size();
      for (int[] entry : one.getValue()) {
        System.arraycopy(entry, 0, filed, end, ENTRY);
        end += ENTRY;
      }
    }
  }

  /** Returns where the mark is in the table, or where it would be. */
  private int slot(int mark) {
    int slot = 2 * mark & table.length - 1;
    while (table[slot] != mark && table[slot] != 0) {
      slot = slot + 2 & table.length - 1;
    }
    return slot;
  }

  int size() {
    return policies.length;
  }

  Policy policy(int ordinal) {
    return policies[ordinal];
  }

  /** Returns the policies that may speak on the request, each once, in their order. */
  Candidates candidates(AccessRequest request) {
    Seen seen = new Seen();
    for (Marks field : fields) {
      field.read(request, seen);
    }
    Candidates candidates = new Candidates(always);
    for (int i = 0; i < seen.size; i++) {
      int at = table[slot(seen.marks[i]) + 1];
      int end = at + 1 + ENTRY * filed[at];
      for (int entry = at + 1; entry < end; entry += ENTRY) {
        if (seen.has(filed[entry + 1]) && seen.has(filed[entry + 2])) {
          candidates.add(filed[entry]);
        }
      }
    }
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

  /** Which policy is filed where. */
  private static final class Filing {

    private final Map<Selector, Marks> fields = new HashMap<>();
    private final List<Integer> always = new ArrayList<>();
    private final Map<Integer, List<int[]>> entries = new TreeMap<>();
    private final Map<Integer, Integer> demands = new HashMap<>();

    Filing(List<Policy> policies, Predicate<Selector> usable) {
      Map<Selector, List<Set<Object>>> values = new HashMap<>();
      for (Policy policy : policies) {
        policy
            .constraints()
            .values()
            .forEach(
                (field, admitted) ->
                    values.computeIfAbsent(field, f -> new ArrayList<>()).add(admitted));
      }
      values.forEach(
          (field, demanded) -> {
            if (demanded.size() > FEW && usable.test(field)) {
              fields.put(
                  field, Marks.of(field, demanded.stream().flatMap(Set::stream).collect(toSet())));
            }
          });
      List<List<int[]>> marks = policies.stream().map(this::marks).toList();
      marks.stream()
          .flatMap(List::stream)
          .flatMapToInt(IntStream::of)
          .forEach(mark -> demands.merge(mark, 1, Integer::sum));
      for (int i = 0; i < marks.size(); i++) {
        file(i, marks.get(i));
      }
    }

    /** Returns the marks of all that the policy demands, for each field those of which one does. */
    private List<int[]> marks(Policy policy) {
      List<int[]> marks = new ArrayList<>();
      policy
          .constraints()
          .values()
          .forEach(
              (field, admitted) -> {
                Marks ofField = fields.get(field);
                if (ofField != null) {
                  marks.add(admitted.stream().mapToInt(ofField::mark).sorted().toArray());
                }
              });
      return marks;
    }

    private void file(int ordinal, List<int[]> marks) {
      if (marks.isEmpty()) {
        always.add(ordinal);
        return;
      }
      List<int[]> rarest =
          marks.stream().sorted(comparingInt(this::others).thenComparing(Arrays::compare)).toList();
      List<int[]> ways = List.of(new int[] {ordinal, 0, 0});
      int place = 1;
      for (int[] demand : rarest.subList(1, rarest.size())) {
        if (place < ENTRY && ways.size() * demand.length <= MOST_WAYS) {
          ways = with(ways, place++, demand);
        }
      }
      for (int mark : rarest.get(0)) {
        entries.computeIfAbsent(mark, m -> new ArrayList<>()).addAll(ways);
      }
    }

    /** Returns each of the entries with each of the marks in that place. */
    private static List<int[]> with(List<int[]> entries, int place, int[] marks) {
      List<int[]> with = new ArrayList<>();
      for (int[] entry : entries) {
        for (int mark : marks) {
          int[] one = entry.clone();
          one[place] = mark;
          with.add(one);
        }
      }
      return with;
    }

    private int others(int[] marks) {
      return IntStream.of(marks).map(mark -> demands.getOrDefault(mark, 0)).sum();
    }
  }

  /** The marks of a request. */
  private static final class Seen implements IntConsumer {

    private static final int[] NONE = {};

    private int[] marks = NONE;
    private int size;

    /** One bit for each mark, so that most others need not be looked for. */
    private long sieve;

    @Override
    public void accept(int mark) {
      if (size == marks.length) {
        marks = Arrays.copyOf(marks, Math.max(16, 2 * size));
      }
      marks[size++] = mark;
      sieve |= 1L << mark;
    }

    /** Tells whether it is one of the request's; 0 always is. */
    boolean has(int mark) {
      if (mark == 0) {
        return true;
      }
      if ((sieve >>> mark & 1) == 0) {
        return false;
      }
      for (int i = 0; i < size; i++) {
        if (marks[i] == mark) {
          return true;
        }
      }
      return false;
    }
  }

  /** A growing list of the ordinals that are found for a request. */
  static final class Candidates {

    private int[] ordinals;
    private int size;

    private Candidates(int[] always) {
      this.ordinals = Arrays.copyOf(always, always.length + 8);
      this.size = always.length;
    }

    int size() {
      return size;
    }

    int get(int i) {
      return ordinals[i];
    }

    private void add(int ordinal) {
      if (size == ordinals.length) {
        ordinals = Arrays.copyOf(ordinals, 2 * size);
      }
      ordinals[size++] = ordinal;
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
