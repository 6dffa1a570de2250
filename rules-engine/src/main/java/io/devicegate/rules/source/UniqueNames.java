package io.devicegate.rules.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds rules of one name: of those, the first keeps it, in the order of files and lines. */
public final class UniqueNames {

  private final String what;
  private final List<Named> all = new ArrayList<>();

  /** Calls a name so in problems: {@code name}, {@code id}. */
  public UniqueNames(String what) {
    this.what = what;
  }

  /** Adds a rule and where it begins. */
  public void add(String name, String file, int line) {
    all.add(new Named(name, file, line));
  }

  /** Reports every rule whose name another has. */
  public void check(Consumer<Problem> problems) {
    all.sort(Comparator.comparing(Named::file).thenComparingInt(Named::line));
    Map<String, Named> first = new HashMap<>();
    for (Named named : all) {
      Named taken = first.putIfAbsent(named.name, named);
      if (taken != null) {
        problems.accept(
            new Problem(
                named.file,
                named.line,
                1,
                "the %s '%s' is taken by %s:%d; rename one"
                    .formatted(what, named.name, taken.file, taken.line)));
      }
    }
  }

  private record Named(String name, String file, int line) {}
}
