package io.devicegate.gateway.edge;

/** Why a request is refused before it is routed. */
public enum EdgeRefusal {
  /** The request target has more than one reading. */
  PATH_AMBIGUOUS("path_ambiguous", 400, "The path of the request has more than one reading."),
  /** The request names no host, several, or one that is malformed or not that of its target. */
  HOST_AMBIGUOUS("host_ambiguous", 400, "The request must name one host, in one well-formed way."),
  /** The method is not in upper case, or is one that a gateway must not pass on. */
  METHOD_REFUSED("method_refused", 405, "The method is not passed on."),
  /** An access token in a form body (RFC 6750, section 2.2). */
  TOKEN_MISPLACED(
      "token_misplaced", 400, "An access token is read from the Authorization header only.");

  private final String reason;
  private final int status;
  private final String detail;

  EdgeRefusal(String reason, int status, String detail) {
    this.reason = reason;
    this.status = status;
    this.detail = detail;
  }

  /** Returns the reason as bodies, metrics and records name it. */
  public String reason() {
    return reason;
  }

  /** Returns the HTTP status of the refusal. */
  public int status() {
    return status;
  }

  /** Returns a sentence for the caller; it quotes nothing of the request. */
  public String detail() {
    return detail;
  }
}
