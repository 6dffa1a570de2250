package io.devicegate.dashboards.query;

/** By what an event is known to belong to the story that it stands in, surest first. */
enum Join {
  /** It is what the others are joined to. */
  FIRST("what the others are joined to", "certain"),
  /** It names the same token. */
  TOKEN("same token", "certain"),
  /** It is of the same browser session. */
  SESSION("same session", "certain"),
  /** It is of the same user and client, and the times fit. */
  USER_AND_CLIENT("same user and client", "likely"),
  /** It is of the same client and address, names no other user, and the times fit. */
  CLIENT_AND_ADDRESS("same client and address", "possible");

  private final String meaning;
  private final String confidence;

  Join(String meaning, String confidence) {
    this.meaning = meaning;
    this.confidence = confidence;
  }

  /** What is the same, in words. */
  String meaning() {
    return meaning;
  }

  /** {@code certain}, {@code likely} or {@code possible}. */
  String confidence() {
    return confidence;
  }
}
