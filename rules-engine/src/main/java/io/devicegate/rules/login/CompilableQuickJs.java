package io.devicegate.rules.login;

import io.devicegate.rules.bytecode.LongMethods;
import io.roastedroot.quickjs4j.core.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has QuickJS's code in a form that HotSpot compiles.
 *
 * <p>Its loop, the one that runs what a script says, is one method of 57,673 bytes, and a dozen
 * others are too long as well. So the class that holds them all is read, its long methods are
 * divided, and it is defined before anything asks for it.
 */
final class CompilableQuickJs {

  private static final Logger log = LoggerFactory.getLogger(CompilableQuickJs.class);

  static final String CODE = "JavyPluginModuleMachineFuncGroup_0.class";

  private CompilableQuickJs() {}

  /** Defines it; if that fails, QuickJS runs as it comes, three times as slowly. */
  static void define() {
    try (InputStream code = Engine.class.getResourceAsStream(CODE)) {
      if (code == null) {
        throw new IOException("there is no " + CODE);
      }
      MethodHandles.Lookup engine =
          MethodHandles.privateLookupIn(Engine.class, MethodHandles.lookup());
      for (byte[] part : LongMethods.divide(code.readAllBytes())) {
        engine.defineClass(part);
      }
    } catch (IOException | IllegalAccessException | RuntimeException | LinkageError e) {
      log.warn("Login rules will be slow: the code of their engine could not be divided", e);
    }
  }
}
