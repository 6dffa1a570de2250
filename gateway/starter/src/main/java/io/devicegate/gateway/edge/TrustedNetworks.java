package io.devicegate.gateway.edge;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.List;

/**
 * Networks whose hosts are believed when they speak for others: the proxies in front of the
 * gateway.
 *
 * <p>A list of CIDR blocks (RFC 4632; RFC 4291, section 2.3), IPv4 and IPv6. An IPv4 address mapped
 * into IPv6 is the IPv4 address, in blocks and in questions; {@code ::/0} therefore holds no IPv4
 * address.
 */
public final class TrustedNetworks {

  private static final TrustedNetworks NONE = new TrustedNetworks(List.of());

  private final List<Cidr> blocks;

  private TrustedNetworks(List<Cidr> blocks) {
    this.blocks = blocks;
  }

  /** Returns the networks that trust nobody. */
  public static TrustedNetworks none() {
    return NONE;
  }

  /**
   * Returns the networks of these blocks; a bare address is the block of itself.
   *
   * @throws IllegalArgumentException when a block is malformed; the message names it and the fix
   */
  public static TrustedNetworks of(List<String> cidrs) {
    return new TrustedNetworks(cidrs.stream().map(Cidr::parse).toList());
  }

  /** Returns whether one of the blocks holds the address. */
  public boolean contains(InetAddress address) {
    return contains(IpAddress.of(requireNonNull(address, "address").getAddress()));
  }

  boolean contains(IpAddress address) {
    for (Cidr block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return blocks.toString();
  }
}
