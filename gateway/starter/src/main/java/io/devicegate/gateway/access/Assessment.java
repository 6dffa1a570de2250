package io.devicegate.gateway.access;

import io.devicegate.gateway.login.LoginVerdict;
import io.devicegate.gateway.policy.TokenFacts;
import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.token.VerifiedToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a token that verified, whatever the route.
 *
 * @param token what it says
 * @param principal who it speaks for
 * @param verdict what the login rules said
 * @param facts what access policies see of it; null when none are asked, or they cannot look at it
 * @param until when it is to be assessed anew
 */
record Assessment(
    VerifiedToken token,
    DevicePrincipal principal,
    LoginVerdict verdict,
    @Nullable TokenFacts facts,
    Instant until) {

  static Assessment of(
      VerifiedToken token,
      ProtocolGrade grade,
      LoginVerdict verdict,
      PolicyCheck policies,
      Instant until) {
    DevicePrincipal principal =
        new DevicePrincipal(
            token.tenant().name(),
            token.issuer(),
            token.subject(),
            token.client(),
            scopes(token, verdict),
            grade);
    return new Assessment(token, principal, verdict, policies.facts(token, principal), until);
  }

  /** A login rule may take scopes away here, but only the issuer can grant them. */
  private static List<String> scopes(VerifiedToken token, LoginVerdict verdict) {
    if (verdict instanceof LoginVerdict.Passed passed && passed.scopes().isPresent()) {
      List<String> left = passed.scopes().get();
      return token.scopes().stream().filter(left::contains).toList();
    }
    return token.scopes();
  }
}
