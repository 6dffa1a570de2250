package io.devicegate.rules.login;

import io.devicegate.rules.login.LoginOutcome.Reason;
import java.util.Optional;

/**
 * What came out of a sandbox. Everything in it was chosen by scripts, so nothing of it is trusted.
 */
sealed interface Verdict {

  /**
   * All scripts agreed.
   *
   * @param user JSON of the user as they left it
   * @param tokens JSON of what they add to tokens, and of what the host shall do
   * @param cache JSON of what they keep for the user's next login, when they changed it
   */
  record Passed(String user, String tokens, Optional<String> cache) implements Verdict {}

  /**
   * A script refused, or the run broke.
   *
   * @param rule position of the script among the files; -1 when none had begun
   * @param reason why
   * @param message what the script said; may be empty
   * @param line of the script, counted from 1; 0 when not known
   * @param column of the script, counted from 1; 0 when not known
   */
  record Failed(int rule, Reason reason, String message, int line, int column) implements Verdict {

    Failed(int rule, Reason reason) {
      this(rule, reason, "", 0, 0);
    }
  }
}
