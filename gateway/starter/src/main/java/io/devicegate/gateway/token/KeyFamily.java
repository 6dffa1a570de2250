package io.devicegate.gateway.token;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What a key is, which alone decides the algorithms it can verify (RFC 8725 section 3.1). */
enum KeyFamily {
  RSA,
  P256,
  P384,
  ED25519;

  Set<JwsAlgorithm> algorithms() {
    EnumSet<JwsAlgorithm> all = EnumSet.noneOf(JwsAlgorithm.class);
    Arrays.stream(JwsAlgorithm.values()).filter(each -> each.family() == this).forEach(all::add);
    return all;
  }
}
