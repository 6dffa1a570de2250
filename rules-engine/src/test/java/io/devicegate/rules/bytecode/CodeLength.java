package io.devicegate.rules.bytecode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** How long methods are in a class file. */
public final class CodeLength {

  private CodeLength() {}

  /** The bytes of the longest method, by where its end lies once it is written. */
  public static int longest(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    List<Label> ends = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                MethodVisitor method =
                    super.visitMethod(access, name, descriptor, signature, exceptions);
                return new MethodVisitor(Opcodes.ASM9, method) {
                  @Override
                  public void visitMaxs(int maxStack, int maxLocals) {
                    Label end = new Label();
                    visitLabel(end);
                    ends.add(end);
                    super.visitMaxs(maxStack, maxLocals);
                  }
                };
              }
            },
            0);
    writer.toByteArray();
    return ends.stream().mapToInt(Label::getOffset).max().orElse(0);
  }
}
