package io.devicegate.gateway.access;

import io.devicegate.gateway.login.LoginVerdict;
import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.token.VerifiedToken;
import java.time.Instant;
import java.util.List;

/**
 * All that is known of a token that verified, whatever the route.
 *
 * @param token what it says
 * @param grade which grant it came from
 * @param verdict what the login rules said
 * @param until when it is to be assessed anew
 */
record Assessment(VerifiedToken token, ProtocolGrade grade, LoginVerdict verdict, Instant until) {

  DevicePrincipal principal() {
    return new DevicePrincipal(
        token.tenant().name(), token.issuer(), token.subject(), token.client(), scopes(), grade);
  }

  /** A login rule may take scopes away here, but only the issuer can grant them. */
  private List<String> scopes() {
    if (verdict instanceof LoginVerdict.Passed passed && passed.scopes().isPresent()) {
      List<String> left = passed.scopes().get();
      return token.scopes().stream().filter(left::contains).toList();
    }
    return token.scopes();
  }
}
