package io.devicegate.rules.bytecode;

import java.util.Random;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class with a method {@code static long run(int, long, double)} of that many bytes at least: a
 * loop around a switch, as interpreters have it, with variables of all types, conditions and loops
 * in its cases, and values on the operand stack while it jumps.
 */
final class RandomProgram {

  static final String NAME = "io/devicegate/rules/bytecode/Program";
  static final String METHOD = "run";
  static final String DESCRIPTOR = "(IJD)J";

  private static final int ROUNDS = 50;
  private static final int CASES = 20;

  // Parameters are in 0, 1 and 3.
  private static final int[] INTS = {0, 5, 6, 7, 8, 9, 10, 11};
  private static final int[] LONGS = {1, 12, 14, 16, 18};
  private static final int[] FLOATS = {20, 21};
  private static final int[] DOUBLES = {3, 22, 24};
  private static final int ROUND = 26;
  private static final int FIRST_COUNTER = 27;

  private final Random random;
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
  private final MethodVisitor code;
  private int nextCounter = FIRST_COUNTER;

  private RandomProgram(long seed) {
    random = new Random(seed);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    code = writer.visitMethod(access, METHOD, DESCRIPTOR, null, null);
  }

  /** The class file of the program that the seed decides on. */
  static byte[] of(long seed) {
    return new RandomProgram(seed).write();
  }

  private byte[] write() {
    code.visitCode();
    for (int i = 1; i < INTS.length; i++) {
      store(Opcodes.ICONST_0, Opcodes.ISTORE, INTS[i]);
    }
    for (int i = 1; i < LONGS.length; i++) {
      store(Opcodes.LCONST_1, Opcodes.LSTORE, LONGS[i]);
    }
    for (int slot : FLOATS) {
      store(Opcodes.FCONST_1, Opcodes.FSTORE, slot);
    }
    for (int i = 1; i < DOUBLES.length; i++) {
      store(Opcodes.DCONST_1, Opcodes.DSTORE, DOUBLES[i]);
    }
    interpreter();
    number(2);
    code.visitInsn(Opcodes.LRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void store(int constant, int opcode, int slot) {
    code.visitInsn(constant);
    code.visitVarInsn(opcode, slot);
  }

  private void interpreter() {
    store(Opcodes.ICONST_0, Opcodes.ISTORE, ROUND);
    Label again = new Label();
    Label end = new Label();
    code.visitLabel(again);
    code.visitIincInsn(ROUND, 1);
    code.visitVarInsn(Opcodes.ILOAD, ROUND);
    code.visitIntInsn(Opcodes.BIPUSH, ROUNDS);
    code.visitJumpInsn(Opcodes.IF_ICMPGT, end);
    Label[] cases = new Label[CASES];
    for (int i = 0; i < CASES; i++) {
      cases[i] = new Label();
    }
    integer(2);
    code.visitIntInsn(Opcodes.BIPUSH, 31);
    code.visitInsn(Opcodes.IAND);
    code.visitTableSwitchInsn(0, CASES - 1, again, cases);
    for (Label begin : cases) {
      code.visitLabel(begin);
      for (int i = 0; i < 16; i++) {
        statement(3);
      }
      // Into the next case, back to the loop, or out of it.
      if (random.nextInt(10) == 0) {
        number(1);
        code.visitInsn(Opcodes.LRETURN);
      } else if (random.nextBoolean()) {
        code.visitJumpInsn(Opcodes.GOTO, again);
      }
    }
    code.visitJumpInsn(Opcodes.GOTO, again);
    code.visitLabel(end);
  }

  private void statement(int depth) {
    switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0, 1 -> {
        integer(3);
        code.visitVarInsn(Opcodes.ISTORE, pick(INTS));
      }
      case 2 -> {
        number(3);
        code.visitVarInsn(Opcodes.LSTORE, pick(LONGS));
      }
      case 3 -> {
        number(2);
        code.visitInsn(Opcodes.L2D);
        code.visitVarInsn(Opcodes.DLOAD, pick(DOUBLES));
        code.visitInsn(Opcodes.DADD);
        code.visitVarInsn(Opcodes.DSTORE, pick(DOUBLES));
      }
      case 4 -> {
        code.visitIincInsn(pick(INTS), random.nextInt(100));
        code.visitVarInsn(Opcodes.FLOAD, pick(FLOATS));
        integer(1);
        code.visitInsn(Opcodes.I2F);
        code.visitInsn(Opcodes.FSUB);
        code.visitVarInsn(Opcodes.FSTORE, pick(FLOATS));
      }
      case 5 -> repeat(depth);
      default -> choose(depth);
    }
  }

  private void choose(int depth) {
    Label otherwise = new Label();
    Label end = new Label();
    integer(2);
    code.visitJumpInsn(Opcodes.IFLT, otherwise);
    statement(depth - 1);
    statement(depth - 1);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    statement(depth - 1);
    code.visitLabel(end);
  }

  private void repeat(int depth) {
    int counter = nextCounter++;
    store(Opcodes.ICONST_3, Opcodes.ISTORE, counter);
    Label again = new Label();
    code.visitLabel(again);
    statement(depth - 1);
    code.visitIincInsn(counter, -1);
    code.visitVarInsn(Opcodes.ILOAD, counter);
    code.visitJumpInsn(Opcodes.IFGT, again);
  }

  /** Leaves an int on the stack, perhaps by a jump over what is on it. */
  private void integer(int depth) {
    switch (random.nextInt(depth == 0 ? 2 : 6)) {
      case 0 -> code.visitLdcInsn(random.nextInt());
      case 1 -> code.visitVarInsn(Opcodes.ILOAD, pick(INTS));
      case 2 -> {
        number(depth - 1);
        code.visitInsn(Opcodes.L2I);
      }
      case 3 -> {
        code.visitVarInsn(Opcodes.DLOAD, pick(DOUBLES));
        code.visitVarInsn(Opcodes.FLOAD, pick(FLOATS));
        either(() -> integer(depth - 1));
        code.visitInsn(Opcodes.I2F);
        code.visitInsn(Opcodes.FMUL);
        code.visitInsn(Opcodes.F2D);
        code.visitInsn(Opcodes.DADD);
        code.visitInsn(Opcodes.D2I);
      }
      default -> {
        integer(depth - 1);
        integer(depth - 1);
        code.visitInsn(random.nextBoolean() ? Opcodes.IADD : Opcodes.IXOR);
      }
    }
  }

  private void number(int depth) {
    switch (random.nextInt(depth == 0 ? 2 : 5)) {
      case 0 -> code.visitLdcInsn(random.nextLong());
      case 1 -> code.visitVarInsn(Opcodes.LLOAD, pick(LONGS));
      case 2 -> {
        integer(depth - 1);
        code.visitInsn(Opcodes.I2L);
      }
      default -> {
        number(depth - 1);
        either(() -> number(depth - 1));
        code.visitInsn(random.nextBoolean() ? Opcodes.LADD : Opcodes.LMUL);
      }
    }
  }

  private void either(Runnable value) {
    Label otherwise = new Label();
    Label end = new Label();
    code.visitVarInsn(Opcodes.ILOAD, pick(INTS));
    code.visitJumpInsn(Opcodes.IFEQ, otherwise);
    value.run();
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    value.run();
    code.visitLabel(end);
  }

  private int pick(int[] slots) {
    return slots[random.nextInt(slots.length)];
  }
}
