package io.devicegate.rules.bytecode;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which blocks are in which part of a method. */
final class Layout {

  private final List<List<Block>> parts = new ArrayList<>();
  private final Map<Block, Integer> partOf = new HashMap<>();
  private final Map<Block, Integer> entries = new LinkedHashMap<>();

  /**
   * Divides the blocks, in the order of the code.
   *
   * @param most the most bytes of a part, unless one block alone has more
   */
  Layout(List<Block> blocks, int most) {
    int size = most;
    for (Block block : blocks) {
      if (size + block.size() > most) {
        parts.add(new ArrayList<>());
        size = 0;
      }
      size += block.size();
      parts.get(parts.size() - 1).add(block);
      partOf.put(block, parts.size() - 1);
    }
    List<Block> entered = new ArrayList<>(blocks.subList(0, 1));
    for (Block block : blocks) {
      block.exits.stream()
          .map(Block.Exit::target)
          .filter(target -> part(target) != part(block))
          .forEach(entered::add);
    }
    blocks.stream()
        .filter(new HashSet<>(entered)::contains)
        .forEach(entry -> entries.put(entry, entries.size()));
  }

  /** The blocks of each part. */
  List<List<Block>> parts() {
    return parts;
  }

  /** The blocks at which a part is entered from another, first that at which the method begins. */
  List<Block> entries() {
    return List.copyOf(entries.keySet());
  }

  /** Those of one part; their numbers are next to each other. */
  List<Block> entries(int part) {
    return parts.get(part).stream().filter(entries::containsKey).toList();
  }

  int number(Block entry) {
    return requireNonNull(entries.get(entry));
  }

  int part(Block block) {
    return requireNonNull(partOf.get(block));
  }
}
