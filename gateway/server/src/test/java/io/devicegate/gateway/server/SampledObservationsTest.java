package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.filter.headers.observation.GatewayContext;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.util.context.Context;

class SampledObservationsTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

  @Test
  void callerDecidesAboutItsOwnTrace() {
    assertThat(observed(0, TRACE + "01")).isTrue();
    assertThat(observed(0, TRACE + "03")).isTrue();
    assertThat(observed(1, TRACE + "00")).isFalse();
    assertThat(observed(1, TRACE + "02")).isFalse();
  }

  @Test
  void withoutOneItIsAMatterOfProbability() {
    assertThat(observed(1, null)).isTrue();
    assertThat(observed(0, null)).isFalse();
    assertThat(observed(1, "nonsense")).isTrue();
  }

  @Test
  void noMoreThanTenASecondAreObserved() {
    SampledObservations sampled = new SampledObservations(1);
    long observed =
        IntStream.range(0, 100_000).filter(i -> sampled.test("any", request(null))).count();

    // The hundred thousand may lie across a change of the second, or a few on a busy machine.
    assertThat(observed).isBetween(10L, 1_000L);
  }

  @Test
  void callToTheUpstreamIsObservedIfItsRequestIs() {
    SampledObservations sampled = new SampledObservations(0);

    assertThat(sampled.test("any", call(null))).isFalse();
    assertThat(sampled.test("any", call(Observation.NOOP))).isFalse();
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(context -> true);
    Observation observed = Observation.createNotStarted("request", registry);
    assertThat(sampled.test("any", call(observed))).isTrue();
    assertThat(sampled.test("any", new Observation.Context())).as("of something else").isTrue();
  }

  private static boolean observed(double probability, @Nullable String traceParent) {
    return new SampledObservations(probability).test("any", request(traceParent));
  }

  private static ServerRequestObservationContext request(@Nullable String traceParent) {
    MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/");
    if (traceParent != null) {
      request.header("traceparent", traceParent);
    }
    return new ServerRequestObservationContext(
        request.build(), new MockServerHttpResponse(), new HashMap<>());
  }

  private static GatewayContext call(@Nullable Observation observation) {
    MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
    if (observation != null) {
      exchange
          .getAttributes()
          .put(
              ServerWebExchangeUtils.GATEWAY_REACTOR_CONTEXT_ATTR,
              Context.of("micrometer.observation", observation));
    }
    return new GatewayContext(new HttpHeaders(), exchange.getRequest(), exchange);
  }
}
