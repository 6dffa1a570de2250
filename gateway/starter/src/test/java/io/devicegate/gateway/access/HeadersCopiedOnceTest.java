package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.LinkedHashMap;
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
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** The result is always that of the gateway's own filter. */
class HeadersCopiedOnceTest {

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

  private final HeadersCopiedOnce shortcuts = new HeadersCopiedOnce();

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
  void headersThatStayAreCopiedOnce() {
    HttpHeaders headers = new HttpHeaders();
    headers.add("Host", "api.test");
    HttpHeaders copied = CopiedHeaders.of(headers, name -> true);

    for (HttpHeadersFilter filter : filters().toList()) {
      HttpHeadersFilter quick =
          (HttpHeadersFilter) shortcuts.postProcessAfterInitialization(filter, "");
      assertThat(quick.filter(copied, exchange())).isSameAs(copied);
    }
  }

  @Test
  void aCopyIsCaseInsensitiveAndItsOwn() {
    io.netty.handler.codec.http.HttpHeaders received = new DefaultHttpHeaders();
    received.add("Accept", "text/html").add("X-Own", "1").add("accept", "text/plain");
    HttpHeaders headers = new HttpHeaders(new Netty4HeadersAdapter(received));

    HttpHeaders copied = CopiedHeaders.of(headers, name -> !name.equals("X-Own"));
    copied.add("ACCEPT", "*/*");
    copied.set("Host", "api.test");

    Map<String, List<String>> seen = new LinkedHashMap<>();
    copied.forEach(seen::put);
    assertThat(seen)
        .containsExactly(
            entry("Accept", List.of("text/html", "text/plain", "*/*")),
            entry("Host", List.of("api.test")));
    assertThat(copied.headerNames()).containsExactly("Accept", "Host");
    assertThat(headers.get("accept")).containsExactly("text/html", "text/plain");
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
