package io.devicegate.rules.bytecode;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A variable of a method. What a compiler keeps one after the other in one slot are several, if
 * their types differ.
 *
 * @param slot where it is
 * @param sort its type, as instructions tell it: {@link Type#INT}, {@link Type#LONG}, {@link
 *     Type#FLOAT}, {@link Type#DOUBLE} or {@link Type#OBJECT}
 */
record Variable(int slot, int sort) {

  static boolean isAccess(AbstractInsnNode instruction) {
    return instruction instanceof VarInsnNode || instruction instanceof IincInsnNode;
  }

  /** The one that an instruction reads or writes. */
  static Variable of(AbstractInsnNode instruction) {
    return instruction instanceof VarInsnNode access
        ? new Variable(access.var, sort(access.getOpcode()))
        : new Variable(((IincInsnNode) instruction).var, Type.INT);
  }

  static boolean isWrite(AbstractInsnNode access) {
    return access instanceof IincInsnNode || access.getOpcode() >= Opcodes.ISTORE;
  }

  static boolean isRead(AbstractInsnNode access) {
    return access instanceof IincInsnNode || access.getOpcode() < Opcodes.ISTORE;
  }

  /** Instructions do not tell a truth value or a character from a number. */
  static int sort(Type type) {
    return sort(type.getOpcode(Opcodes.ILOAD));
  }

  private static int sort(int opcode) {
    return switch (opcode) {
      case Opcodes.ILOAD, Opcodes.ISTORE -> Type.INT;
      case Opcodes.LLOAD, Opcodes.LSTORE -> Type.LONG;
      case Opcodes.FLOAD, Opcodes.FSTORE -> Type.FLOAT;
      case Opcodes.DLOAD, Opcodes.DSTORE -> Type.DOUBLE;
      default -> Type.OBJECT;
    };
  }
}
