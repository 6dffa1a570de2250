package io.devicegate.rules.login;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rules made of a login. */
public sealed interface LoginOutcome {

  /**
   * No rule objected.
   *
   * @param accessTokenClaims claims to add to the access token; without those that Auth0 drops too:
   *     reserved names, namespaces of Auth0's own domains, and nulls
   * @param idTokenClaims claims to add to the ID token, with the same exceptions
   * @param scope the access token's scope as the rules want it; empty when none touched it
   * @param refreshTokenMetadata what to keep with the refresh token and to show to the rules, as
   *     {@code context.refreshToken.metadata}, when it is used; at most 25 entries of 255
   *     characters
   * @param user the user as the rules left it, changes to its metadata included
   * @param effects what the rules ask the host to keep or change beside the tokens
   */
  record Allowed(
      Map<String, Object> accessTokenClaims,
      Map<String, Object> idTokenClaims,
      Optional<List<String>> scope,
      Map<String, String> refreshTokenMetadata,
      Map<String, Object> user,
      LoginEffects effects)
      implements LoginOutcome {

    public Allowed {
      accessTokenClaims = unmodifiable(accessTokenClaims);
      idTokenClaims = unmodifiable(idTokenClaims);
      scope = scope.map(List::copyOf);
      refreshTokenMetadata = Map.copyOf(refreshTokenMetadata);
      user = unmodifiable(user);
      requireNonNull(effects, "effects");
    }

    /** Returns no content: it is about a person. */
    @Override
    public String toString() {
      return "Allowed[…]";
    }
  }

  // Map.copyOf takes no null values, and JSON has them.
  private static Map<String, Object> unmodifiable(Map<String, Object> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * The login must not go on.
   *
   * @param rule the file whose rule ended it; empty when it ended outside of any rule
   * @param reason why
   * @param message for {@link Reason#REFUSED} and {@link Reason#REVOKED} the rule's own words to
   *     the user; else words for the operator that begin with the file and may hold what the rule
   *     itself threw, at most 256 characters of it
   */
  record Denied(String rule, Reason reason, String message) implements LoginOutcome {

    public Denied {
      requireNonNull(rule, "rule");
      requireNonNull(reason, "reason");
      requireNonNull(message, "message");
    }
  }

  /**
   * Why a login was denied. The first four are a rule's own will; all others mean that something is
   * broken.
   */
  enum Reason {
    /** A rule said no: by an {@code UnauthorizedError} or {@code api.access.deny}. */
    REFUSED,
    /** A rule said no and ended the session or the refresh token, which the host must revoke. */
    REVOKED,
    /**
     * No rule objected, but one sends the user to another page first, which nobody can follow: by
     * {@code context.redirect}, {@code api.redirect.sendUserTo} or {@code api.prompt.render}.
     */
    REDIRECT,
    /**
     * No rule objected, but one asks for a second factor that the login has not had: by {@code
     * context.multifactor}, {@code api.multifactor.enable} or {@code api.authentication}.
     */
    MULTIFACTOR,
    /** A rule threw, rejected, or called back with another error. */
    THREW,
    /** The run took longer than {@link LoginRulesOptions#timeout()}. */
    TIMED_OUT,
    /** The run wanted more than {@link LoginRulesOptions#memory()}. */
    OUT_OF_MEMORY,
    /**
     * Nothing was left to wait for, and a Rule had not called back, or an Action's promise was not
     * settled.
     */
    NO_CALLBACK,
    /** A Rule called back a second time, at once or later. */
    CALLED_BACK_TWICE,
    /**
     * The request is larger than {@link LoginRulesOptions#maxInput()}, or nested too deeply; no
     * rule ran.
     */
    INPUT_TOO_LARGE,
    /** A rule produced more than {@link LoginRulesOptions#maxOutput()}. */
    OUTPUT_TOO_LARGE,
    /**
     * No sandbox was free within {@link LoginRulesOptions#maxWait()}, or the rules are closed; no
     * rule ran.
     */
    BUSY
  }
}
