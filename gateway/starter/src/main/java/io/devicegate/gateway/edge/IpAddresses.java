package io.devicegate.gateway.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Brings the many spellings of an address to the one that {@link InetAddress} writes. */
public final class IpAddresses {

  private IpAddresses() {}

  /** Returns the address as Java writes it; what is no address, such as a masked one, as it is. */
  public static String canonical(String text) {
    IpAddress address = IpAddress.parseOrNull(text);
    if (address == null) {
      return text;
    }
    try {
      return InetAddress.getByAddress(address.bytes()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address has 4 or 16 bytes", e);
    }
  }

  /** Cuts off the zone that Java writes behind addresses of a link. */
  public static @Nullable String withoutZone(@Nullable String address) {
    int zone = address == null ? -1 : address.indexOf('%');
    return address == null || zone < 0 ? address : address.substring(0, zone);
  }
}
