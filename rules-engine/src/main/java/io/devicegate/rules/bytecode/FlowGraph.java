package io.devicegate.rules.bytecode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** The blocks of a method, and which variables are needed where. */
final class FlowGraph {

  private final MethodNode method;
  private final List<Variable> variables = new ArrayList<>();
  private final Map<Variable, Integer> numbers = new HashMap<>();
  private final Map<LabelNode, Block> byLabel = new HashMap<>();
  private final List<Block> blocks = new ArrayList<>();

  /**
   * The graph of a method.
   *
   * @param method with its frames in full, which say where a block begins
   */
  FlowGraph(MethodNode method) {
    this.method = method;
    cut();
    connect();
    blocks.retainAll(reachable());
    findLive();
  }

  /** In the order of the code. */
  List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  Block at(LabelNode label) {
    return Objects.requireNonNull(byLabel.get(label));
  }

  /** By their numbers. */
  List<Variable> variables() {
    return Collections.unmodifiableList(variables);
  }

  /** The number of the variable that an instruction reads or writes. */
  int number(AbstractInsnNode access) {
    return numbers.computeIfAbsent(
        Variable.of(access),
        variable -> {
          variables.add(variable);
          return variables.size() - 1;
        });
  }

  /** The type of a variable. */
  Type type(int number) {
    Variable variable = variables.get(number);
    return switch (variable.sort()) {
      case Type.INT -> Type.INT_TYPE;
      case Type.LONG -> Type.LONG_TYPE;
      case Type.FLOAT -> Type.FLOAT_TYPE;
      case Type.DOUBLE -> Type.DOUBLE_TYPE;
      default -> Objects.requireNonNull(parameter(variable));
    };
  }

  /** Whether a variable has a value when the method begins. */
  boolean isParameter(int number) {
    return parameter(variables.get(number)) != null;
  }

  /**
   * Whether each object is a parameter that stays what it is: only then is its type known, and that
   * it is not needed on the operand stack.
   */
  boolean isDivisible() {
    return blocks.stream().noneMatch(FlowGraph::movesObjects)
        && variables.stream().noneMatch(it -> it.sort() == Type.OBJECT && parameter(it) == null);
  }

  private static boolean movesObjects(Block block) {
    return block.stack.contains(null)
        || block.instructions.stream().anyMatch(it -> it.getOpcode() == Opcodes.ASTORE);
  }

  private @Nullable Type parameter(Variable variable) {
    int slot = 0;
    for (Type type : Type.getArgumentTypes(method.desc)) {
      if (slot == variable.slot() && Variable.sort(type) == variable.sort()) {
        return type;
      }
      slot += type.getSize();
    }
    return null;
  }

  private void cut() {
    Block current = new Block();
    blocks.add(current);
    List<LabelNode> labels = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof LabelNode label) {
        labels.add(label);
      } else if (instruction instanceof FrameNode frame) {
        if (!current.instructions.isEmpty()) {
          current = new Block(frame);
          blocks.add(current);
        }
        for (LabelNode label : labels) {
          byLabel.put(label, current);
        }
      } else if (instruction.getOpcode() >= 0) {
        labels.clear();
        current.instructions.add(instruction);
      }
    }
  }

  private void connect() {
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      block.instructions.forEach(instruction -> add(instruction, block));
      if (block.isOpen()) {
        block.exits.add(new Block.Exit(blocks.get(i + 1), block.written));
      }
    }
  }

  private void add(AbstractInsnNode instruction, Block block) {
    Set<LabelNode> targets = new LinkedHashSet<>(targets(instruction));
    if (!targets.isEmpty()) {
      BitSet written = (BitSet) block.written.clone();
      targets.forEach(target -> block.exits.add(new Block.Exit(at(target), written)));
    }
    if (Variable.isAccess(instruction)) {
      int number = number(instruction);
      block.used.set(number);
      if (Variable.isRead(instruction) && !block.written.get(number)) {
        block.read.set(number);
      }
      if (Variable.isWrite(instruction)) {
        block.written.set(number);
      }
    }
  }

  /** What ASM writes in the place of dead code is none of a method's. */
  private Set<Block> reachable() {
    Set<Block> found = new HashSet<>();
    Deque<Block> open = new ArrayDeque<>(blocks.subList(0, 1));
    while (!open.isEmpty()) {
      Block block = open.remove();
      if (found.add(block)) {
        block.exits.forEach(exit -> open.add(exit.target()));
      }
    }
    return found;
  }

  static List<LabelNode> targets(AbstractInsnNode instruction) {
    if (instruction instanceof JumpInsnNode jump) {
      return List.of(jump.label);
    }
    if (instruction instanceof TableSwitchInsnNode table) {
      return targets(table.labels, table.dflt);
    }
    if (instruction instanceof LookupSwitchInsnNode lookup) {
      return targets(lookup.labels, lookup.dflt);
    }
    return List.of();
  }

  private static List<LabelNode> targets(List<LabelNode> labels, LabelNode otherwise) {
    List<LabelNode> all = new ArrayList<>(labels);
    all.add(otherwise);
    return all;
  }

  private void findLive() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = blocks.size() - 1; i >= 0; i--) {
        Block block = blocks.get(i);
        BitSet live = live(block);
        changed |= !live.equals(block.live);
        block.live = live;
      }
    }
  }

  private static BitSet live(Block block) {
    BitSet live = (BitSet) block.read.clone();
    for (Block.Exit exit : block.exits) {
      BitSet needed = (BitSet) exit.target().live.clone();
      needed.andNot(exit.written());
      live.or(needed);
    }
    return live;
  }
}
