package io.devicegate.gateway.edge;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the address of the client behind trusted proxies.
 *
 * <p>Walks from the peer outwards: as long as a hop is trusted, the address that it says it got the
 * request from is the next hop. The first that is not trusted is the client; what stands further
 * left was written by it and is not read. A hop that hides or garbles its answer is the client
 * itself. More than {@value #MAX_HOPS} trusted hops, or lines longer than {@value #MAX_LENGTH}
 * characters in all, are not believed: then the peer is the client.
 */
public final class ForwardedClient {

  static final int MAX_HOPS = 16;
  static final int MAX_LENGTH = 4_096;

  private final TrustedNetworks trusted;
  private final ForwardedHeader header;

  /** Creates a resolver that believes the given header of the given networks. */
  public ForwardedClient(TrustedNetworks trusted, ForwardedHeader header) {
    this.trusted = requireNonNull(trusted, "trusted");
    this.header = requireNonNull(header, "header");
  }

  /** Returns the client's address; the peer's own unless a trusted hop names another. */
  public InetAddress resolve(InetAddress peer, HeaderLines headers) {
    IpAddress hop = IpAddress.of(peer.getAddress());
    if (!trusted.contains(hop)) {
      return peer;
    }
    List<String> lines = headers.named(name());
    if (lines.stream().mapToInt(String::length).sum() > MAX_LENGTH) {
      return peer;
    }
    BackwardList entries = new BackwardList(lines);
    for (int hops = 0; hops < MAX_HOPS; hops++) {
      String entry = entries.next();
      IpAddress next = entry == null ? null : ForwardedNode.address(header, entry);
      if (next == null) {
        return inet(hop);
      }
      hop = next;
      if (!trusted.contains(hop)) {
        return inet(hop);
      }
    }
    return peer;
  }

  private String name() {
    return switch (header) {
      case FORWARDED -> "Forwarded";
      case X_FORWARDED -> "X-Forwarded-For";
    };
  }

  private static InetAddress inet(IpAddress address) {
    try {
      return InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address has 4 or 16 bytes", e);
    }
  }
}
