package io.devicegate.gateway.server;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.gateway.filter.headers.observation.GatewayContext;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.context.ContextView;

/**
 * Observes only those requests whose trace is kept. Otherwise each request pays for observations,
 * half of what the gateway spends on it, to throw nine of ten away at the end.
 *
 * <p>Who came with a {@code traceparent} (W3C Trace Context) has decided already; of the others
 * {@code management.tracing.sampling.probability} are observed, but no more than {@value
 * #MOST_A_SECOND} a second. The gateway's own metrics count every request.
 */
@Component
final class SampledObservations implements ObservationPredicate {

  private static final String TRACE_PARENT = "traceparent";

  /** Where the flags are, and the one that says that the caller keeps the trace. */
  private static final int FLAGS_AT = 54;

  private static final int FLAGS_LENGTH = 2;
  private static final int SAMPLED = 1;

  /** More traces a second tell nobody more, and are the dearest thing that a gateway does. */
  private static final int MOST_A_SECOND = 10;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final double probability;
  private final AtomicLong second = new AtomicLong(System.nanoTime());
  private final AtomicInteger begun = new AtomicInteger();

  SampledObservations(@Value("${management.tracing.sampling.probability:0.1}") double probability) {
    this.probability = probability;
  }

  @Override
  public boolean test(String name, Observation.Context context) {
    if (context instanceof ServerRequestObservationContext server) {
      ServerHttpRequest request = server.getCarrier();
      return isSampled(request == null ? null : request.getHeaders().getFirst(TRACE_PARENT));
    }
    return !(context instanceof GatewayContext call) || isObserved(call.getServerWebExchange());
  }

  private boolean isSampled(@Nullable String parent) {
    if (parent != null && parent.length() >= FLAGS_AT + FLAGS_LENGTH - 1) {
      return (Character.digit(parent.charAt(FLAGS_AT), 16) & SAMPLED) != 0;
    }
    return ThreadLocalRandom.current().nextDouble() < probability && isWithinRate();
  }

  private boolean isWithinRate() {
    long now = System.nanoTime();
    long start = second.get();
    if (now - start >= SECOND && second.compareAndSet(start, now)) {
      begun.set(0);
    }
    return begun.incrementAndGet() <= MOST_A_SECOND;
  }

  /** Whether this request is observed; the call to its upstream is part of it. */
  static boolean isObserved(ServerWebExchange exchange) {
    ContextView context =
        exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REACTOR_CONTEXT_ATTR);
    Observation request =
        context == null ? null : context.getOrDefault("micrometer.observation", null);
    return request != null && !request.isNoop();
  }
}
