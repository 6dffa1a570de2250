package io.devicegate.gateway.login;

import io.devicegate.gateway.Reason;
import java.util.List;
import java.util.Optional;

/** What the login rules said of a token. */
public sealed interface LoginVerdict {

  /**
   * The rules let it pass.
   *
   * @param scopes scopes as the rules left them; empty when they did not touch them
   */
  record Passed(Optional<List<String>> scopes) implements LoginVerdict {

    static final Passed UNTOUCHED = new Passed(Optional.empty());

    public Passed {
      scopes = scopes.map(List::copyOf);
    }
  }

  /**
   * A rule refused it, or is broken.
   *
   * @param reason which of the two
   * @param message what to tell the caller
   */
  record Refused(Reason reason, String message) implements LoginVerdict {}
}
