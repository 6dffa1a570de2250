package io.devicegate.rules.bytecode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * Divides methods that are too long for HotSpot's compilers into several that are not.
 *
 * <p>HotSpot interprets a method of more than 8,000 bytes for ever, however often it is called, by
 * its default {@code -XX:+DontCompileHugeMethods}. The loop of an interpreter that was compiled to
 * Java is such a method, and the one that would gain most.
 *
 * <p>A long method becomes a class of its own: its variables are fields, and each of its methods
 * has a part of the code, which loads the variables that it reads, stores those that are read
 * behind it, and returns where to go on. Only static methods are divided, without handlers of
 * exceptions, whose objects are all parameters; others stay as they are.
 */
public final class LongMethods {

  /** The most bytes of a method that HotSpot compiles by default. */
  static final int MOST_COMPILED = 8_000;

  private final ClassReader reader;

  private LongMethods(byte[] classFile) {
    this.reader = new ClassReader(classFile);
  }

  /**
   * Divides the long methods of a class.
   *
   * @return the classes that take its place, the one of its name last; empty if it has no long
   *     method that can be divided
   */
  public static List<byte[]> divide(byte[] classFile) {
    return new LongMethods(classFile).divide();
  }

  private List<byte[]> divide() {
    List<byte[]> classes = new ArrayList<>();
    Map<String, String> divided = new LinkedHashMap<>();
    for (MethodNode method : longMethods()) {
      FlowGraph graph = new FlowGraph(method);
      if (graph.isDivisible()) {
        String name = reader.getClassName() + "$" + method.name + "$" + classes.size();
        classes.add(new DividedMethod(name, method, graph).toClass());
        divided.put(method.name + method.desc, name);
      }
    }
    if (!divided.isEmpty()) {
      classes.add(withCalls(divided));
    }
    return classes;
  }

  private List<MethodNode> longMethods() {
    List<MethodNode> found = new ArrayList<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            if ((access & Opcodes.ACC_STATIC) == 0) {
              return null;
            }
            return new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions) {
              @Override
              public void visitEnd() {
                if (tryCatchBlocks.isEmpty() && Size.of(instructions) > MOST_COMPILED) {
                  found.add(this);
                }
              }
            };
          }
        },
        ClassReader.EXPAND_FRAMES | ClassReader.SKIP_DEBUG);
    return found;
  }

  /** The class with a call in the place of each divided method's code; all else is copied. */
  private byte[] withCalls(Map<String, String> divided) {
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor method =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            String owner = divided.get(name + descriptor);
            if (owner == null) {
              return method;
            }
            call(method, owner, name, descriptor);
            return null;
          }
        },
        0);
    return writer.toByteArray();
  }

  private static void call(MethodVisitor method, String owner, String name, String descriptor) {
    method.visitCode();
    int slot = 0;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
      slot += argument.getSize();
    }
    Type result = Type.getReturnType(descriptor);
    method.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    method.visitInsn(result.getOpcode(Opcodes.IRETURN));
    method.visitMaxs(Math.max(slot, result.getSize()), slot);
    method.visitEnd();
  }
}
