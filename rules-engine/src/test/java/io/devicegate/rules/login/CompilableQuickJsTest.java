package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.bytecode.CodeLength;
import io.devicegate.rules.bytecode.LongMethods;
import io.roastedroot.quickjs4j.core.Engine;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;

class CompilableQuickJsTest {

  @TempDir Path folder;

  @Test
  void isWhatRunsOnceRulesAreLoaded() throws Exception {
    Files.writeString(
        folder.resolve("rule.js"), "function (user, context, done) { done(null, user, context); }");
    LoginRules.load(folder, LoginRulesOptions.defaults().withWorkers(1)).close();

    byte[] code;
    try (InputStream in = Engine.class.getResourceAsStream(CompilableQuickJs.CODE)) {
      code = Objects.requireNonNull(in).readAllBytes();
    }
    List<byte[]> divided = LongMethods.divide(code);
    List<String> parts = divided.stream().map(it -> new ClassReader(it).getClassName()).toList();

    // HotSpot's limit, and what the loop had.
    assertThat(CodeLength.longest(code)).isGreaterThan(50_000);
    assertThat(divided).allMatch(it -> CodeLength.longest(it) <= 8_000);
    // They are in no file: only who defines them has them.
    for (String part : parts) {
      assertThat(Class.forName(part.replace('/', '.'), false, Engine.class.getClassLoader()))
          .isNotNull();
    }
  }
}
