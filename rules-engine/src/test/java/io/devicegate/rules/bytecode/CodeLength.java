package io.devicegate.rules.bytecode;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** How long methods are in a class file. */
public final class CodeLength {

  private CodeLength() {}

  /** The bytes of the longest method, by where its end lies once it is written. */
  public static int longest(byte[] classFile) {
    ClassNode found = new ClassNode();
    new ClassReader(classFile).accept(found, 0);
    List<LabelNode> ends = new ArrayList<>();
    for (MethodNode method : found.methods) {
      LabelNode end = new LabelNode();
      method.instructions.add(end);
      ends.add(end);
    }
    found.accept(new ClassWriter(0));
    return ends.stream().mapToInt(end -> end.getLabel().getOffset()).max().orElse(0);
  }
}
