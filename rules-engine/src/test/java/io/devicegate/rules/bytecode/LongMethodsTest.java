package io.devicegate.rules.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.Fuzz;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LongMethodsTest {

  private static final int STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

  @Test
  void aDividedMethodDoesTheSame() throws Throwable {
    Random random = new Random(11);
    for (int seed = 0; seed < Fuzz.rounds(40); seed++) {
      byte[] whole = RandomProgram.of(seed);
      List<byte[]> divided = LongMethods.divide(whole);
      MethodHandle expected = program(List.of(whole));
      MethodHandle found = program(divided);

      assertThat(CodeLength.longest(whole)).isGreaterThan(LongMethods.MOST_COMPILED);
      assertThat(divided)
          .hasSize(2)
          .allMatch(it -> CodeLength.longest(it) <= LongMethods.MOST_COMPILED);
      for (int i = 0; i < 20; i++) {
        int a = random.nextInt();
        long b = random.nextLong();
        double c = random.nextGaussian();
        assertThat((long) found.invokeExact(a, b, c))
            .as("seed %d, arguments %d, %d, %s", seed, a, b, c)
            .isEqualTo((long) expected.invokeExact(a, b, c));
      }
    }
  }

  @Test
  void leavesShortMethodsAsTheyAre() {
    byte[] classFile = withMethod(STATIC, "()V", code -> code.visitInsn(Opcodes.RETURN));

    assertThat(LongMethods.divide(classFile)).isEmpty();
  }

  @Test
  void leavesMethodsOfObjectsAsTheyAre() {
    assertThat(LongMethods.divide(withMethod(Opcodes.ACC_PUBLIC, "()V", this::sleepLong)))
        .isEmpty();
  }

  @Test
  void leavesMethodsThatHandleExceptionsAsTheyAre() {
    byte[] classFile =
        withMethod(
            STATIC,
            "()V",
            code -> {
              Label begin = new Label();
              Label end = new Label();
              Label handler = new Label();
              code.visitTryCatchBlock(begin, end, handler, null);
              code.visitLabel(begin);
              sleepLong(code);
              code.visitLabel(end);
              code.visitLabel(handler);
              code.visitInsn(Opcodes.ATHROW);
            });

    assertThat(LongMethods.divide(classFile)).isEmpty();
  }

  @Test
  void leavesMethodsThatKeepObjectsAsTheyAre() {
    byte[] classFile =
        withMethod(
            STATIC,
            "()V",
            code -> {
              code.visitInsn(Opcodes.ACONST_NULL);
              code.visitVarInsn(Opcodes.ASTORE, 0);
              sleepLong(code);
            });

    assertThat(LongMethods.divide(classFile)).isEmpty();
  }

  @Test
  void handsParametersOn() throws Throwable {
    byte[] classFile =
        withMethod(
            STATIC,
            "(Ljava/lang/String;Ljava/lang/StringBuilder;)V",
            code -> {
              for (int i = 0; i < 3_000; i++) {
                Label next = new Label();
                code.visitVarInsn(Opcodes.ALOAD, 1);
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    "java/lang/StringBuilder",
                    "append",
                    "(Ljava/lang/String;)Ljava/lang/StringBuilder;",
                    false);
                code.visitInsn(Opcodes.POP);
                code.visitInsn(Opcodes.ICONST_0);
                code.visitJumpInsn(Opcodes.IFEQ, next);
                code.visitLabel(next);
              }
              code.visitInsn(Opcodes.RETURN);
            });
    StringBuilder text = new StringBuilder();

    List<byte[]> divided = LongMethods.divide(classFile);
    define(divided)
        .getMethod(RandomProgram.METHOD, String.class, StringBuilder.class)
        .invoke(null, "x", text);

    assertThat(divided).hasSize(2);
    assertThat(text).hasSize(3_000);
  }

  private void sleepLong(MethodVisitor code) {
    for (int i = 0; i < 9_000; i++) {
      code.visitInsn(Opcodes.NOP);
    }
    code.visitInsn(Opcodes.RETURN);
  }

  private static byte[] withMethod(int access, String descriptor, Consumer<MethodVisitor> body) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(
        Opcodes.V17, Opcodes.ACC_PUBLIC, RandomProgram.NAME, null, "java/lang/Object", null);
    MethodVisitor code = writer.visitMethod(access, RandomProgram.METHOD, descriptor, null, null);
    code.visitCode();
    body.accept(code);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static MethodHandle program(List<byte[]> classFiles) throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .findStatic(
            define(classFiles),
            RandomProgram.METHOD,
            MethodType.methodType(long.class, int.class, long.class, double.class));
  }

  private static Class<?> define(List<byte[]> classFiles) throws ClassNotFoundException {
    Map<String, byte[]> byName = new LinkedHashMap<>();
    classFiles.forEach(it -> byName.put(name(it), it));
    ClassLoader loader =
        new ClassLoader(LongMethodsTest.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] classFile = byName.get(name);
            if (classFile == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, classFile, 0, classFile.length);
          }
        };
    return loader.loadClass(RandomProgram.NAME.replace('/', '.'));
  }

  private static String name(byte[] classFile) {
    return new ClassReader(classFile).getClassName().replace('/', '.');
  }
}
