package io.devicegate.gateway.edge;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an IP address; IPv4 addresses mapped into IPv6 are IPv4 addresses (RFC 4291, section
 * 2.5.5.2). Never asks DNS.
 */
final class IpAddress {

  private static final int MAX_LENGTH = 45;

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  static IpAddress of(byte[] bytes) {
    return new IpAddress(isMapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes);
  }

  /** Parses an address literal; no zone, no brackets, no octets with leading zeros. */
  static @Nullable IpAddress parseOrNull(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !isPlain(text)) {
      return null;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes == null ? null : of(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    return bytes.length == 16
        && bytes[10] == -1
        && bytes[11] == -1
        && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10);
  }

  /**
   * What {@link NetUtil} lets pass and others read differently: zones, brackets, {@code 010.0.0.1}.
   */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || c == '[' || c == ']' || isLeadingZero(text, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLeadingZero(String text, int at) {
    if (text.charAt(at) != '0' || text.indexOf('.') < 0) {
      return false;
    }
    boolean first = at == 0 || text.charAt(at - 1) == '.';
    return first && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
  }
}
