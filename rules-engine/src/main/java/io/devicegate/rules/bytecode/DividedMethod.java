package io.devicegate.rules.bytecode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * The class that a long method becomes: an object of it is one call, with the method's variables as
 * fields. The call's loop runs the part that the one before named, until that names none.
 */
final class DividedMethod {

  /** The instructions of a part; what loads and stores its variables comes on top. */
  private static final int MOST_OF_A_PART = 4_000;

  private static final String OBJECT = "java/lang/Object";
  private static final String CONSTRUCTOR = "<init>";
  private static final String NOTHING = "()V";

  private final String name;
  private final MethodNode method;
  private final FlowGraph graph;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  DividedMethod(String name, MethodNode method, FlowGraph graph) {
    this.name = name;
    this.method = method;
    this.graph = graph;
  }

  /** A field of the call. */
  record Field(String owner, String name, Type type) {

    void get(MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, owner, name, type.getDescriptor());
    }

    void put(MethodVisitor code, int slot) {
      put(code, 0, slot);
    }

    void put(MethodVisitor code, int call, int slot) {
      code.visitVarInsn(Opcodes.ALOAD, call);
      code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      code.visitFieldInsn(Opcodes.PUTFIELD, owner, name, type.getDescriptor());
    }
  }

  Field variable(int number) {
    return field("variable" + number, graph.type(number));
  }

  /** What lies that deep on the operand stack between one part and the next. */
  Field operand(int depth, Type type) {
    return field("operand" + depth + type.getDescriptor(), type);
  }

  Field result() {
    return field("result", Type.getReturnType(method.desc));
  }

  private Field field(String field, Type type) {
    return fields.computeIfAbsent(field, ignored -> new Field(name, field, type));
  }

  byte[] toClass() {
    ClassWriter writer = writer();
    writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, OBJECT, null);
    Layout layout = new Layout(graph.blocks(), MOST_OF_A_PART);
    writeParts(writer, layout);
    writeConstructor(writer.visitMethod(0, CONSTRUCTOR, NOTHING, null, null));
    writeCall(writer.visitMethod(Opcodes.ACC_STATIC, method.name, method.desc, null, null), layout);
    for (Field field : fields.values()) {
      writer.visitField(0, field.name, field.type.getDescriptor(), null, null).visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static ClassWriter writer() {
    return new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
      @Override
      protected String getCommonSuperClass(String one, String other) {
        return OBJECT;
      }
    };
  }

  private void writeParts(ClassWriter writer, Layout layout) {
    for (int i = 0; i < layout.parts().size(); i++) {
      MethodNode part = new Part(this, graph, layout, i).code();
      if (Size.of(part.instructions) > LongMethods.MOST_COMPILED) {
        throw new IllegalArgumentException(method.name + " has a block that is too long");
      }
      part.accept(writer);
    }
  }

  private static void writeConstructor(MethodVisitor code) {
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, CONSTRUCTOR, NOTHING, false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void writeCall(MethodVisitor code, Layout layout) {
    code.visitCode();
    Type result = Type.getReturnType(method.desc);
    int call = Type.getArgumentsAndReturnSizes(method.desc) / 4 - 1;
    int next = call + 1;
    code.visitTypeInsn(Opcodes.NEW, name);
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, CONSTRUCTOR, NOTHING, false);
    code.visitVarInsn(Opcodes.ASTORE, call);
    for (int i = 0; i < graph.variables().size(); i++) {
      if (graph.isParameter(i)) {
        variable(i).put(code, call, graph.variables().get(i).slot());
      }
    }
    code.visitInsn(Opcodes.ICONST_0);
    code.visitVarInsn(Opcodes.ISTORE, next);
    Label again = new Label();
    Label end = new Label();
    code.visitLabel(again);
    code.visitVarInsn(Opcodes.ILOAD, next);
    List<Label> parts = layout.parts().stream().map(part -> new Label()).toList();
    Label[] entries =
        layout.entries().stream().map(entry -> parts.get(layout.part(entry))).toArray(Label[]::new);
    code.visitTableSwitchInsn(0, entries.length - 1, end, entries);
    for (int i = 0; i < parts.size(); i++) {
      code.visitLabel(parts.get(i));
      code.visitVarInsn(Opcodes.ALOAD, call);
      code.visitVarInsn(Opcodes.ILOAD, next);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, Part.nameOf(i), Part.DESCRIPTOR, false);
      code.visitVarInsn(Opcodes.ISTORE, next);
      code.visitJumpInsn(Opcodes.GOTO, again);
    }
    code.visitLabel(end);
    if (result.getSort() != Type.VOID) {
      code.visitVarInsn(Opcodes.ALOAD, call);
      Field field = result();
      code.visitFieldInsn(Opcodes.GETFIELD, name, field.name, field.type.getDescriptor());
    }
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
