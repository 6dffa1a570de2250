package io.devicegate.sandbox.tenant;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Dates each answer by the tenant's own clock, which need not be the machine's. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TenantDate extends OncePerRequestFilter {

  private final Clock clock;

  TenantDate(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setDateHeader(HttpHeaders.DATE, clock.millis());
    chain.doFilter(request, response);
  }
}
