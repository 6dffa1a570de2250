package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptTextTest {

  @Test
  void keepsALogLineALine() {
    assertThat(ScriptText.printable("a\r\nb\u2028c\u0000d\u202Ee")).isEqualTo("a  b c d e");
  }

  @Test
  void isCut() {
    assertThat(ScriptText.printable("é".repeat(1000))).hasSize(256);
  }
}
