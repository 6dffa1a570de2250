package io.devicegate.rules.bytecode;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** How many bytes instructions take, at most. */
final class Size {

  private static final int SWITCH = 15;
  private static final int LONGEST = 6;

  private Size() {}

  static int of(InsnList instructions) {
    int size = 0;
    for (AbstractInsnNode instruction : instructions) {
      size += of(instruction);
    }
    return size;
  }

  static int of(AbstractInsnNode instruction) {
    return switch (instruction.getType()) {
      case AbstractInsnNode.LABEL, AbstractInsnNode.LINE, AbstractInsnNode.FRAME -> 0;
      case AbstractInsnNode.INSN -> 1;
      case AbstractInsnNode.VAR_INSN -> ((VarInsnNode) instruction).var < 256 ? 2 : 4;
      case AbstractInsnNode.INT_INSN -> instruction.getOpcode() == Opcodes.SIPUSH ? 3 : 2;
      case AbstractInsnNode.JUMP_INSN,
          AbstractInsnNode.LDC_INSN,
          AbstractInsnNode.FIELD_INSN,
          AbstractInsnNode.METHOD_INSN,
          AbstractInsnNode.TYPE_INSN ->
          instruction.getOpcode() == Opcodes.INVOKEINTERFACE ? 5 : 3;
      case AbstractInsnNode.TABLESWITCH_INSN ->
          SWITCH + 4 * ((TableSwitchInsnNode) instruction).labels.size();
      case AbstractInsnNode.LOOKUPSWITCH_INSN ->
          SWITCH + 8 * ((LookupSwitchInsnNode) instruction).labels.size();
      default -> LONGEST;
    };
  }
}
