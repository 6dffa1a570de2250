package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cloud.gateway.filter.headers.GRPCRequestHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveHopByHopHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveXForwardedHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** The result is always that of the gateway's own filter. */
class UnchangedHeadersTest {

  private static final List<Map<String, String>> REQUESTS =
      List.of(
          Map.of("Host", "api.test", "Authorization", "Bearer x"),
          Map.of("Forwarded", "for=192.0.2.1", "Accept", "*/*"),
          Map.of("fOrWaRdEd", "for=192.0.2.1"),
          Map.of("X-Forwarded-For", "192.0.2.1", "Host", "api.test"),
          Map.of("x-forwarded-anything", "1"),
          Map.of("X-Forwarded", "1"),
          Map.of("Connection", "X-Secret, close", "X-Secret", "1", "Accept", "*/*"),
          Map.of("Keep-Alive", "timeout=5"),
          Map.of("TE", "trailers", "Upgrade", "h2c"),
          Map.of("Content-Type", "application/grpc+proto"),
          Map.of("Content-Type", "application/json"));

  private final UnchangedHeaders shortcuts = new UnchangedHeaders();

  static Stream<HttpHeadersFilter> filters() {
    return Stream.of(
        new RemoveForwardedHeadersFilter(),
        new RemoveXForwardedHeadersFilter(),
        new RemoveHopByHopHeadersFilter(),
        new GRPCRequestHeadersFilter());
  }

  @ParameterizedTest
  @MethodSource("filters")
  void doesWhatTheFilterDoes(HttpHeadersFilter filter) {
    HttpHeadersFilter quick =
        (HttpHeadersFilter) shortcuts.postProcessAfterInitialization(filter, "");

    assertThat(quick).isNotSameAs(filter).isInstanceOf(filter.getClass());
    assertThat(((Ordered) quick).getOrder()).isEqualTo(((Ordered) filter).getOrder());
    for (HttpHeadersFilter.Type type : HttpHeadersFilter.Type.values()) {
      assertThat(quick.supports(type)).isEqualTo(filter.supports(type));
    }
    for (Map<String, String> request : REQUESTS) {
      HttpHeaders headers = new HttpHeaders();
      request.forEach(headers::add);
      assertThat(quick.filter(headers, exchange())).isEqualTo(filter.filter(headers, exchange()));
    }
  }

  @Test
  void headersThatStayAreNotCopied() {
    HttpHeaders headers = new HttpHeaders();
    headers.add("Host", "api.test");

    for (HttpHeadersFilter filter : filters().toList()) {
      HttpHeadersFilter quick =
          (HttpHeadersFilter) shortcuts.postProcessAfterInitialization(filter, "");
      assertThat(quick.filter(headers, exchange())).isSameAs(headers);
    }
  }

  @Test
  void settingsOfTheFilterHold() {
    RemoveHopByHopHeadersFilter own = new RemoveHopByHopHeadersFilter();
    own.setHeaders(Set.of("X-Hop"));
    own.setOrder(7);
    RemoveHopByHopHeadersFilter quick =
        (RemoveHopByHopHeadersFilter) shortcuts.postProcessAfterInitialization(own, "");
    HttpHeaders headers = new HttpHeaders();
    headers.add("x-hop", "1");
    headers.add("Keep-Alive", "1");

    assertThat(quick.getOrder()).isEqualTo(7);
    assertThat(quick.filter(headers, exchange()).headerNames()).containsExactly("Keep-Alive");
  }

  @Test
  void whatAnApplicationPutInTheirPlaceStays() {
    HttpHeadersFilter own = new RemoveForwardedHeadersFilter() {};

    assertThat(shortcuts.postProcessAfterInitialization(own, "")).isSameAs(own);
    assertThat(shortcuts.postProcessAfterInitialization("other", "")).isEqualTo("other");
  }

  private static MockServerWebExchange exchange() {
    return MockServerWebExchange.from(MockServerHttpRequest.get("/"));
  }
}
