package io.devicegate.rules.condition;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.values.OpaqueValue;
import org.jspecify.annotations.Nullable;

/** A range of addresses, such as {@code 10.0.0.0/8}; a single address is a range of one. */
@Immutable
final class Cidr extends OpaqueValue {

  static final OpaqueType TYPE = OpaqueType.create("cidr");

  private final long high;
  private final long low;
  private final int bits;

  private Cidr(IpAddress network, int bits) {
    this.high = network.high();
    this.low = network.low();
    this.bits = bits;
  }

  /**
   * Parses a range.
   *
   * @throws IllegalArgumentException if the text is no range, or has bits set behind its prefix
   */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    boolean dotted = text.indexOf(':') < 0;
    int width = dotted ? 32 : 128;
    int bits = slash < 0 ? width : prefix(text, text.substring(slash + 1), width);
    Cidr cidr = new Cidr(address, dotted ? bits + 96 : bits);
    if (!cidr.contains(address) || !address.prefix(cidr.bits).equals(address)) {
      throw new IllegalArgumentException(
          "'" + text + "' has bits set behind its prefix (expected: the network's own address)");
    }
    return cidr;
  }

  /** Returns the range of all addresses that have their first bits in common with this one. */
  static Cidr around(IpAddress address, int bits) {
    return new Cidr(address.prefix(bits), bits);
  }

  /** Returns the length of the prefix; that of IPv4 counts from the 128-bit form. */
  int bits() {
    return bits;
  }

  boolean contains(IpAddress address) {
    IpAddress prefix = address.prefix(bits);
    return prefix.high() == high && prefix.low() == low;
  }

  private static int prefix(String text, String digits, int width) {
    if (!digits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(digits) > width) {
      throw new IllegalArgumentException(
          "not a range of addresses: '" + text + "' (expected: like 10.0.0.0/8 or 2001:db8::/32)");
    }
    return Integer.parseInt(digits);
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public OpaqueType celType() {
    return TYPE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr cidr && cidr.high == high && cidr.low == low && cidr.bits == bits;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(high) + Long.hashCode(low)) + bits;
  }
}
