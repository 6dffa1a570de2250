package io.devicegate.gateway.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a grade rests on.
 *
 * @param kind where the evidence was found
 * @param detail the claim or client that is the evidence; null when there is none
 */
public record Evidence(Kind kind, @Nullable String detail) {

  static final Evidence NONE = new Evidence(Kind.NONE, null);

  /** The evidence in one word or as {@code kind:detail}, for logs. */
  public String text() {
    return detail == null ? kind.wireName : kind.wireName + ":" + detail;
  }

  /** Where evidence is found. */
  public enum Kind {
    /** The issuer's own {@code gty} claim, which no rule or Action can set. */
    GRANT_CLAIM,
    /** A subject or mark that client credentials give: nobody logged in. */
    CLIENT_SUBJECT,
    /** The claim that a rule or Action stamped at login. */
    STAMPED_CLAIM,
    /** The issuer's log tells of the exchange of a device code for this very token. */
    LOGGED_EXCHANGE,

    /** The client is registered as one that uses nothing but the device flow. */
    DEVICE_CLIENT,
    /** No evidence was found. */
    NONE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Name in logs and policies, such as {@code stamped_claim}. */
    public String wireName() {
      return wireName;
    }
  }
}
