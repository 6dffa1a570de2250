package io.devicegate.rules.cli;

import java.io.IOException;

/** A command, once its options are read. */
interface Task {

  /**
   * Does its work.
   *
   * @throws IOException if a file cannot be read or written
   * @throws UnreadableException if a file is not what it should be
   * @throws io.devicegate.rules.source.RuleCompilationException if rules cannot be used
   */
  Report run() throws IOException;
}
