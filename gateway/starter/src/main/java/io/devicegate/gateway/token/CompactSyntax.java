package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.util.Arrays;

/**
 * The compact serialisation of RFC 7515 section 7.1, read strictly: three parts, only the base64url
 * alphabet, no padding, and no stray bits in a part's last character (RFC 4648 section 3.5).
 *
 * <p>Decoders are lenient about all of these, so one valid token would have thousands of spellings.
 */
final class CompactSyntax {

  /** For each character its six bits, or −1. */
  private static final byte[] SIX_BITS = sixBits();

  private CompactSyntax() {}

  static void check(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    // An empty last part is a token with alg=none; it is refused for its algorithm, which says
    // more.
    if (first < 1
        || second < first + 2
        || !canonical(token, 0, first)
        || !canonical(token, first + 1, second)
        || !canonical(token, second + 1, token.length())) {
      throw new RefusedException(Reason.TOKEN_MALFORMED);
    }
  }

  private static boolean canonical(String token, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bits(token.charAt(i)) < 0) {
        return false;
      }
    }
    return switch ((to - from) % 4) {
      case 1 -> false;
      case 2 -> (bits(token.charAt(to - 1)) & 0b1111) == 0;
      case 3 -> (bits(token.charAt(to - 1)) & 0b11) == 0;
      default -> true;
    };
  }

  private static int bits(char c) {
    return c < SIX_BITS.length ? SIX_BITS[c] : -1;
  }

  private static byte[] sixBits() {
    byte[] bits = new byte[128];
    Arrays.fill(bits, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      bits[alphabet.charAt(i)] = (byte) i;
    }
    return bits;
  }
}
