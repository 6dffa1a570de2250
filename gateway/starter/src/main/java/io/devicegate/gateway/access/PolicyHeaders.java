package io.devicegate.gateway.access;

import io.devicegate.gateway.policy.AccessPolicies;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The headers that access policies set for the upstream. They are the policies' alone, on every
 * request: an upstream that trusts {@code X-Tier} must not get it from a client when no policy has
 * set it, in whatever spelling ({@link IdentityHeaders}).
 */
final class PolicyHeaders {

  private final @Nullable AccessPolicies policies;
  private volatile Names names = Names.NONE;

  PolicyHeaders(@Nullable AccessPolicies policies) {
    this.policies = policies;
  }

  /** Whether this is a name that the policies of the moment set. */
  boolean isReserved(String name) {
    return policies != null && names(policies.headers()).contain(name);
  }

  boolean anyReserved(HttpHeaders headers) {
    if (policies == null) {
      return false;
    }
    Names current = names(policies.headers());
    for (String name : headers.headerNames()) {
      if (current.contain(name)) {
        return true;
      }
    }
    return false;
  }

  /** The set stays the same object until the policies are others. */
  @SuppressWarnings("ReferenceEquality")
  private Names names(Set<String> current) {
    Names known = names;
    if (known.source == current) {
      return known;
    }
    Names read = Names.of(current);
    names = read;
    return read;
  }

  /** Names as policies spell them, and in the one spelling that all others come to. */
  private record Names(Set<String> source, Set<String> canonical, Set<Integer> lengths) {

    static final Names NONE = new Names(Set.of(), Set.of(), Set.of());

    static Names of(Set<String> source) {
      Set<String> canonical = new HashSet<>();
      Set<Integer> lengths = new HashSet<>();
      for (String name : source) {
        canonical.add(IdentityHeaders.canonical(name));
        lengths.add(name.length());
      }
      return new Names(source, Set.copyOf(canonical), Set.copyOf(lengths));
    }

    /** Most names are told apart by their length alone. */
    boolean contain(String name) {
      return !canonical.isEmpty()
          && lengths.contains(name.length())
          && canonical.contains(IdentityHeaders.canonical(name));
    }
  }
}
