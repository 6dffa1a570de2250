package io.devicegate.gateway.policy;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.bundle.SignedFolder;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where the files of the policies come from. Used by one thread at a time. */
interface RuleFiles {

  /**
   * Reads them all.
   *
   * @throws RuleCompilationException if they cannot be read, or not be trusted
   */
  List<RuleSource> read() throws RuleCompilationException;

  /**
   * Makes policies of the files that were read last.
   *
   * @throws RuleCompilationException if they cannot be used
   */
  default AccessRules load(
      List<RuleSource> read, Function<List<RuleSource>, AccessRules> compiler) {
    return compiler.apply(read);
  }

  /** Those of a folder, whoever wrote them. */
  static RuleFiles of(Path folder) {
    return () -> {
      List<Problem> problems = new ArrayList<>();
      List<RuleSource> files = new RuleFolder(folder, problems::add).rules(RuleFolder.YAML);
      if (!problems.isEmpty()) {
        throw new RuleCompilationException(problems);
      }
      return files;
    };
  }

  /** Those of a signed bundle, and no others. */
  static RuleFiles of(SignedFolder folder) {
    return new RuleFiles() {
      @Override
      public List<RuleSource> read() {
        return folder.read();
      }

      @Override
      public AccessRules load(
          List<RuleSource> read, Function<List<RuleSource>, AccessRules> compiler) {
        return folder.load(compiler);
      }
    };
  }
}
