package io.devicegate.rules.login;

/** Words for a denial: the rule's own for its user, ours for an operator. */
final class Explanation {

  private static final String REFUSED_WITHOUT_WORDS = "The login was refused.";

  private Explanation() {}

  static String of(String rule, Verdict.Failed failed, LoginRulesOptions options) {
    return switch (failed.reason()) {
      case REFUSED, REVOKED ->
          failed.message().isBlank() ? REFUSED_WITHOUT_WORDS : failed.message();
      case REDIRECT ->
          named(rule, "sends the user to " + failed.message() + ", and a device cannot go there");
      case MULTIFACTOR ->
          named(rule, "asks for a second factor, which this login has not had and cannot have");
      case THREW -> rule + position(failed) + ": threw " + failed.message();
      case TIMED_OUT ->
          named(rule, "did not finish within " + options.timeout().toMillis() + " ms");
      case OUT_OF_MEMORY ->
          named(rule, "needed more than " + options.memory() / 1024 + " KB of memory");
      case NO_CALLBACK ->
          named(rule, "did not finish: nothing left to wait for, and no callback or return");
      case CALLED_BACK_TWICE -> named(rule, "called back more than once");
      case INPUT_TOO_LARGE ->
          "the login is larger than "
              + options.maxInput()
              + " bytes of JSON, or nested too deeply, so no rule saw it";
      case OUTPUT_TOO_LARGE ->
          named(
              rule,
              "left a user of more than %d bytes of JSON, or claims, scope and metadata of more than %d"
                  .formatted(options.maxInput(), options.maxOutput()));
      case BUSY ->
          "no sandbox for login rules was free within " + options.maxWait().toMillis() + " ms";
    };
  }

  private static String named(String rule, String what) {
    return rule.isEmpty() ? "a login rule " + what : rule + ": " + what;
  }

  private static String position(Verdict.Failed failed) {
    if (failed.line() == 0) {
      return "";
    }
    return ":" + failed.line() + (failed.column() == 0 ? "" : ":" + failed.column());
  }
}
