package io.devicegate.gateway.access;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Writes the identity headers and those of the access policies, as the very last step before the
 * upstream. Earlier would not do: the gateway drops every header that the client's {@code
 * Connection} lists, so {@code Connection: X-Device-Subject} would delete what we had set.
 */
final class IdentityHeadersFilter implements HttpHeadersFilter, Ordered {

  private final PolicyHeaders policies;

  IdentityHeadersFilter(PolicyHeaders policies) {
    this.policies = policies;
  }

  @Override
  public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
    HttpHeaders output =
        CopiedHeaders.of(input, name -> !IdentityHeaders.isReserved(name, policies));
    if (exchange.getAttribute(DevicegateFilter.DECISION_ATTRIBUTE)
        instanceof Decision.Allow allow) {
      IdentityHeaders.set(allow, output);
    }
    return output;
  }

  @Override
  public boolean supports(Type type) {
    return type == Type.REQUEST;
  }

  /** After the filter of hop-by-hop headers, which is last but one. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
