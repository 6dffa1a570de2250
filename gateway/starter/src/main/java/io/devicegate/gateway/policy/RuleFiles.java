package io.devicegate.gateway.policy;

import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.util.List;

/** Where the files of the policies come from. */
@FunctionalInterface
interface RuleFiles {

  /**
   * Reads them all.
   *
   * @throws RuleCompilationException if they cannot be read, or not be trusted
   */
  List<RuleSource> read() throws RuleCompilationException;
}
