package io.devicegate.rules.bytecode;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;

/** Instructions of which only the first is jumped to; any may jump elsewhere. */
final class Block {

  final List<AbstractInsnNode> instructions = new ArrayList<>();

  /** What lies on the operand stack when it begins; null for an object. */
  final List<@Nullable Type> stack = new ArrayList<>();

  /** Where it may go; last the block behind it, if it is open. */
  final List<Exit> exits = new ArrayList<>();

  /** Of the method's variables, by their numbers: those that it reads or writes. */
  final BitSet used = new BitSet();

  final BitSet written = new BitSet();

  /** Those that it reads before it writes them. */
  final BitSet read = new BitSet();

  /** Those that it, or whatever runs behind it, reads before they are written. */
  BitSet live = new BitSet();

  /** The first block of a method. */
  Block() {}

  Block(FrameNode frame) {
    frame.stack.forEach(type -> stack.add(type(type)));
  }

  /**
   * A jump, or the way to the next block.
   *
   * @param written the variables that are written before it
   */
  record Exit(Block target, BitSet written) {}

  private static @Nullable Type type(Object verified) {
    if (verified.equals(Opcodes.INTEGER)) {
      return Type.INT_TYPE;
    }
    if (verified.equals(Opcodes.LONG)) {
      return Type.LONG_TYPE;
    }
    if (verified.equals(Opcodes.FLOAT)) {
      return Type.FLOAT_TYPE;
    }
    return verified.equals(Opcodes.DOUBLE) ? Type.DOUBLE_TYPE : null;
  }

  int size() {
    return instructions.stream().mapToInt(Size::of).sum();
  }

  AbstractInsnNode last() {
    return instructions.get(instructions.size() - 1);
  }

  /** Whether it goes on with the block behind it, when its last instruction does not jump. */
  boolean isOpen() {
    int last = last().getOpcode();
    return last != Opcodes.GOTO
        && last != Opcodes.ATHROW
        && last != Opcodes.TABLESWITCH
        && last != Opcodes.LOOKUPSWITCH
        && !isReturn(last);
  }

  static boolean isReturn(int opcode) {
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }
}
