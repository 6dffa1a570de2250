package io.devicegate.gateway.access;

import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.gateway.filter.headers.ForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.GRPCRequestHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveHopByHopHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveXForwardedHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;

/**
 * Lets the gateway's own header filters hand on one copy of the headers, which the first of them
 * makes. Each would make its own for every request, one after the other, which is dearer than
 * checking a known token.
 *
 * <p>Only for exactly these classes; what an application put in their place stays as it is.
 */
final class HeadersCopiedOnce implements BeanPostProcessor {

  private static final String X_FORWARDED = "x-forwarded-";
  private static final String GRPC = "application/grpc";

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean.getClass() == RemoveForwardedHeadersFilter.class) {
      return forwarded();
    }
    if (bean.getClass() == RemoveXForwardedHeadersFilter.class) {
      return xForwarded();
    }
    if (bean.getClass() == GRPCRequestHeadersFilter.class) {
      return grpc();
    }
    return bean.getClass() == RemoveHopByHopHeadersFilter.class
        ? hopByHop((RemoveHopByHopHeadersFilter) bean)
        : bean;
  }

  private static RemoveForwardedHeadersFilter forwarded() {
    return new RemoveForwardedHeadersFilter() {
      @Override
      public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        return CopiedHeaders.of(
            input, name -> !name.equalsIgnoreCase(ForwardedHeadersFilter.FORWARDED_HEADER));
      }
    };
  }

  private static RemoveXForwardedHeadersFilter xForwarded() {
    return new RemoveXForwardedHeadersFilter() {
      @Override
      public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        return CopiedHeaders.of(
            input, name -> !StringUtils.startsWithIgnoreCase(name, X_FORWARDED));
      }
    };
  }

  private static GRPCRequestHeadersFilter grpc() {
    return new GRPCRequestHeadersFilter() {
      @Override
      public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        String type = input.getFirst(HttpHeaders.CONTENT_TYPE);
        return StringUtils.startsWithIgnoreCase(type, GRPC) ? super.filter(input, exchange) : input;
      }
    };
  }

  private static RemoveHopByHopHeadersFilter hopByHop(RemoveHopByHopHeadersFilter bean) {
    List<String> names = List.copyOf(bean.getHeaders());
    RemoveHopByHopHeadersFilter filter =
        new RemoveHopByHopHeadersFilter() {
          @Override
          public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
            List<String> options = input.getConnection();
            return CopiedHeaders.of(
                input, name -> !isOneOf(names, name) && !isOneOf(options, name));
          }
        };
    filter.setHeaders(bean.getHeaders());
    filter.setOrder(bean.getOrder());
    return filter;
  }

  /** Nearly all are told apart by their length. */
  private static boolean isOneOf(List<String> names, String name) {
    for (String each : names) {
      if (each.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
