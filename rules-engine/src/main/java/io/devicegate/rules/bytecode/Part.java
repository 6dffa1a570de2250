package io.devicegate.rules.bytecode;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * A method that runs some blocks of a long one: {@code int part(int entry)}.
 *
 * <p>It loads the variables that its blocks need and starts with the block of that number. A jump
 * to a block elsewhere stores the variables that it changed and are needed there, and what lies on
 * the operand stack, and returns that block's number.
 */
final class Part {

  /** Takes the number of an entry; returns that of the next, and {@code -1} at the end. */
  static final String DESCRIPTOR = "(I)I";

  /** This call is in slot 0. */
  private static final int ENTRY = 1;

  private static final int FIRST_SLOT = 2;

  private final DividedMethod call;
  private final FlowGraph graph;
  private final Layout layout;
  private final int number;
  private final MethodNode code;
  private final Map<Block, LabelNode> starts = new HashMap<>();
  private final Map<Block, LabelNode> exits = new LinkedHashMap<>();
  private final Map<Integer, Integer> slots = new LinkedHashMap<>();
  private final LabelNode leave = new LabelNode();
  private int spare = FIRST_SLOT;

  Part(DividedMethod call, FlowGraph graph, Layout layout, int number) {
    this.call = call;
    this.graph = graph;
    this.layout = layout;
    this.number = number;
    this.code = new MethodNode(Opcodes.ASM9, 0, nameOf(number), DESCRIPTOR, null, null);
  }

  static String nameOf(int number) {
    return "part" + number;
  }

  MethodNode code() {
    List<Block> blocks = layout.parts().get(number);
    blocks.forEach(block -> starts.put(block, new LabelNode()));
    BitSet used = new BitSet();
    BitSet stored = new BitSet();
    BitSet neededElsewhere = new BitSet();
    for (Block block : blocks) {
      used.or(block.used);
      stored.or(block.written);
      block.exits.stream()
          .map(Block.Exit::target)
          .filter(target -> !starts.containsKey(target))
          .forEach(target -> neededElsewhere.or(target.live));
    }
    used.stream().forEach(this::allot);
    stored.and(neededElsewhere);
    BitSet loaded = new BitSet();
    layout.entries(number).forEach(entry -> loaded.or(entry.live));
    loaded.and(used);
    // What may be stored has to have a value on every way there.
    loaded.or(stored);
    begin(loaded);
    for (int i = 0; i < blocks.size(); i++) {
      run(blocks.get(i), i + 1 < blocks.size() ? blocks.get(i + 1) : null);
    }
    exits.forEach(this::exit);
    end(stored);
    return code;
  }

  private void allot(int variable) {
    slots.put(variable, spare);
    spare += graph.type(variable).getSize();
  }

  private int slot(int variable) {
    return requireNonNull(slots.get(variable));
  }

  private void begin(BitSet loaded) {
    loaded.stream()
        .forEach(
            variable -> {
              call.variable(variable).get(code);
              code.visitVarInsn(graph.type(variable).getOpcode(Opcodes.ISTORE), slot(variable));
            });
    List<Block> entries = layout.entries(number);
    LabelNode[] labels = entries.stream().map(it -> new LabelNode()).toArray(LabelNode[]::new);
    int first = layout.number(entries.get(0));
    code.visitVarInsn(Opcodes.ILOAD, ENTRY);
    code.instructions.add(
        new TableSwitchInsnNode(first, first + labels.length - 1, labels[0], labels));
    for (int i = 0; i < labels.length; i++) {
      Block entry = entries.get(i);
      code.instructions.add(labels[i]);
      for (int depth = 0; depth < entry.stack.size(); depth++) {
        call.operand(depth, requireNonNull(entry.stack.get(depth))).get(code);
      }
      goTo(start(entry));
    }
  }

  private void goTo(LabelNode label) {
    code.instructions.add(new JumpInsnNode(Opcodes.GOTO, label));
  }

  /** Where that block begins, or where this part is left for it. */
  private LabelNode start(Block block) {
    LabelNode start = starts.get(block);
    return start == null ? exits.computeIfAbsent(block, ignored -> new LabelNode()) : start;
  }

  private void run(Block block, @Nullable Block next) {
    code.instructions.add(starts.get(block));
    for (AbstractInsnNode instruction : block.instructions) {
      run(instruction);
    }
    if (block.isOpen()) {
      Block following = block.exits.get(block.exits.size() - 1).target();
      if (following != next) {
        goTo(start(following));
      }
    }
  }

  private void run(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    if (Variable.isAccess(instruction)) {
      int slot = slot(graph.number(instruction));
      if (instruction instanceof IincInsnNode increment) {
        code.visitIincInsn(slot, increment.incr);
      } else {
        code.visitVarInsn(opcode, slot);
      }
    } else if (Block.isReturn(opcode)) {
      if (opcode != Opcodes.RETURN) {
        put(call.result());
      }
      code.visitInsn(Opcodes.ICONST_M1);
      code.visitInsn(Opcodes.IRETURN);
    } else {
      Map<LabelNode, LabelNode> labels = new HashMap<>();
      FlowGraph.targets(instruction).forEach(label -> labels.put(label, start(graph.at(label))));
      code.instructions.add(instruction.clone(labels));
    }
  }

  private void exit(Block block, LabelNode label) {
    code.instructions.add(label);
    for (int depth = block.stack.size() - 1; depth >= 0; depth--) {
      put(call.operand(depth, requireNonNull(block.stack.get(depth))));
    }
    code.visitLdcInsn(layout.number(block));
    goTo(leave);
  }

  /** Moves the topmost operand into a field. */
  private void put(DividedMethod.Field field) {
    code.visitVarInsn(field.type().getOpcode(Opcodes.ISTORE), spare);
    field.put(code, spare);
  }

  private void end(BitSet stored) {
    if (!exits.isEmpty()) {
      code.instructions.add(leave);
      stored.stream().forEach(variable -> call.variable(variable).put(code, slot(variable)));
      code.visitInsn(Opcodes.IRETURN);
    }
  }
}
