package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ConsoleTest {

  @TempDir private Path directory;

  private final Logger logger = (Logger) LoggerFactory.getLogger(ScriptEngine.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  @Test
  void goesToTheDebugLogOneLineForEachCall() {
    run("console.log('seen\\n', { a: 1 }, undefined, new Error('boom')); console.warn(2);");

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("01.js: seen  {\"a\":1} undefined Error: boom", "01.js: 2");
    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
  }

  @Test
  void isCutAfter256CharactersOfARun() {
    run("for (let i = 0; i < 100; i++) console.log('0123456789');");

    assertThat(lines.list).hasSize(26);
    assertThat(lines.list.get(25).getFormattedMessage()).isEqualTo("01.js: 012345");
  }

  @Test
  void isSilentWhenTheScriptsAre() {
    run("");

    assertThat(lines.list).isEmpty();
  }

  private void run(String statements) {
    String rule = "function (user, context, callback) { %s; callback(null, user, context); }";
    assertThat(TestLogins.run(directory, deviceLogin(), rule.formatted(statements)))
        .isInstanceOf(LoginOutcome.Allowed.class);
  }
}
