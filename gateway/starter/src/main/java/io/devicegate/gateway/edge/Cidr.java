package io.devicegate.gateway.edge;

import java.util.Arrays;

/** One CIDR block. */
final class Cidr {

  private static final int MAPPED_BITS = 96;

  private final String text;
  private final byte[] network;
  private final int prefix;

  private Cidr(String text, byte[] network, int prefix) {
    this.text = text;
    this.network = network;
    this.prefix = prefix;
  }

  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    IpAddress address = IpAddress.parseOrNull(literal);
    if (address == null) {
      throw malformed(text, "an address such as 10.0.0.0/8 or 2001:db8::/32");
    }
    int bits = address.bytes().length * Byte.SIZE;
    boolean mapped = bits == 32 && literal.indexOf(':') >= 0;
    int prefix = slash < 0 ? bits : prefix(text, slash, mapped ? MAPPED_BITS : 0, bits);
    byte[] network = masked(address.bytes(), prefix);
    if (!Arrays.equals(network, address.bytes())) {
      throw malformed(text, "no bits set behind the prefix");
    }
    return new Cidr(text, network, prefix);
  }

  boolean contains(IpAddress address) {
    byte[] bytes = address.bytes();
    return bytes.length == network.length && Arrays.equals(masked(bytes, prefix), network);
  }

  @Override
  public String toString() {
    return text;
  }

  private static int prefix(String text, int slash, int offset, int bits) {
    String digits = text.substring(slash + 1);
    boolean numeric = digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!numeric || digits.isEmpty() || digits.length() > 3) {
      throw malformed(text, "a number behind the slash");
    }
    int prefix = Integer.parseInt(digits) - offset;
    if (prefix < 0 || prefix > bits) {
      throw malformed(text, "a prefix from " + offset + " to " + (bits + offset));
    }
    return prefix;
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = new byte[address.length];
    int whole = prefix / Byte.SIZE;
    System.arraycopy(address, 0, masked, 0, whole);
    if (whole < address.length) {
      masked[whole] = (byte) (address[whole] & 0xFF00 >> prefix % Byte.SIZE);
    }
    return masked;
  }

  private static IllegalArgumentException malformed(String text, String expected) {
    return new IllegalArgumentException(
        "trusted network: " + text + " (expected: " + expected + ")");
  }
}
