package io.devicegate.rules.login;

import java.util.Arrays;
import java.util.Optional;

/**
 * A global name of Auth0's sandbox that comes from a library: of Node, or of those that Auth0
 * provided to Rules without {@code require}.
 */
enum ProvidedGlobal {
  BUFFER("Buffer", Library.BUFFER, "Buffer"),
  ATOB("atob", Library.BUFFER, "atob"),
  BTOA("btoa", Library.BUFFER, "btoa"),
  URL("URL", Library.WHATWG_URL, "URL"),
  URL_SEARCH_PARAMS("URLSearchParams", Library.WHATWG_URL, "URLSearchParams"),
  LODASH("_", Library.LODASH, ""),
  UUID("uuid", Library.UUID, ""),
  JWT("jwt", Library.JSONWEBTOKEN, ""),
  FETCH("fetch", Library.HTTP, "fetch"),
  REQUEST("request", Library.HTTP, "request");

  private final String variable;
  private final Library library;
  private final String member;

  ProvidedGlobal(String variable, Library library, String member) {
    this.variable = variable;
    this.library = library;
    this.member = member;
  }

  /** Whether scripts are likely to use the name for something else too. */
  boolean isWord() {
    return Character.isLowerCase(variable.charAt(0)) || variable.equals("_");
  }

  Library library() {
    return library;
  }

  /** Returns the name under which scripts see it. */
  String variable() {
    return variable;
  }

  /** Returns which member of the library it is; empty when it is the library itself. */
  String member() {
    return member;
  }

  static Optional<ProvidedGlobal> named(String variable) {
    return Arrays.stream(values()).filter(global -> global.variable.equals(variable)).findFirst();
  }
}
