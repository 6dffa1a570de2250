package io.devicegate.dashboards.query;

import io.devicegate.dashboards.collector.Ledger;
import io.devicegate.dashboards.collector.TenantDoctor;
import io.devicegate.dashboards.http.Problems;
import io.devicegate.dashboards.http.ProtectiveHeaders;
import io.devicegate.dashboards.incident.IncidentReader;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The read-only API under {@code /api/v1}: JSON with times as ISO-8601 in UTC, errors as
 * problem+json.
 */
public final class QueryApi {

  private static final Logger log = LoggerFactory.getLogger(QueryApi.class);

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration RECONNECT = Duration.ofSeconds(3);

  private final OverviewReader reader;
  private final IncidentReader incidents;
  private final Taxonomy taxonomy;
  private final LiveFeed feed;
  private final SignalFeed signals;
  private final Ledger ledger;
  private final TenantDoctor doctor;
  private final Views views = new Views();

  public QueryApi(
      OverviewReader reader,
      IncidentReader incidents,
      Taxonomy taxonomy,
      LiveFeed feed,
      SignalFeed signals,
      Ledger ledger,
      TenantDoctor doctor) {
    this.reader = reader;
    this.incidents = incidents;
    this.taxonomy = taxonomy;
    this.feed = feed;
    this.signals = signals;
    this.ledger = ledger;
    this.doctor = doctor;
  }

  /** The routes; whatever else is under {@code /api/v1} is a 404 that says so. */
  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET("/api/v1/verdict", this::verdict)
        .GET("/api/v1/funnel", this::funnel)
        .GET("/api/v1/events", this::events)
        .GET("/api/v1/signals", this::signals)
        .GET("/api/v1/pipeline", request -> json(views.ledger(ledger.read())))
        .GET("/api/v1/doctor", request -> json(views.checkup(doctor.latest())))
        .GET("/api/v1/taxonomy", request -> json(taxonomy()))
        .GET("/api/v1/stream", request -> stream())
        .path(
            "/api/v1",
            unknown ->
                unknown.route(
                    request -> true,
                    request ->
                        Problems.answer(
                            HttpStatus.NOT_FOUND,
                            "Nothing here (GET verdict, funnel, events, signals, pipeline, doctor, taxonomy or stream)")))
        .filter(new ProtectiveHeaders())
        .build();
  }

  private Mono<ServerResponse> verdict(ServerRequest request) {
    return answer(request, it -> VerdictJson.of(incidents.verdict(QueryParameters.window(it))));
  }

  private Mono<ServerResponse> funnel(ServerRequest request) {
    return answer(request, it -> views.funnel(reader.funnel(QueryParameters.window(it))));
  }

  private Mono<ServerResponse> events(ServerRequest request) {
    return answer(
        request,
        it ->
            Map.of(
                "events",
                reader.events(QueryParameters.filter(it)).stream().map(views::event).toList()));
  }

  /** Whoever asks again with the answer's {@code ETag} hears only of news. */
  private Mono<ServerResponse> signals(ServerRequest request) {
    if (!signals.isReady()) {
      return Problems.answer(
          HttpStatus.SERVICE_UNAVAILABLE,
          "The stored events are still being looked at, so it is not known which signals hold",
          HttpHeaders.RETRY_AFTER,
          "2");
    }
    String tag = "\"" + signals.version() + "\"";
    if (request.headers().header(HttpHeaders.IF_NONE_MATCH).contains(tag)) {
      return ServerResponse.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
    }
    return Mono.fromCallable(() -> signals.live(QueryParameters.signals(request)))
        .map(live -> Map.of("signals", live.stream().map(views::signal).toList()))
        .flatMap(
            body ->
                ServerResponse.ok()
                    .eTag(tag)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(body))
        .onErrorResume(
            IllegalArgumentException.class,
            e -> Problems.answer(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage())));
  }

  private List<Map<String, Object>> taxonomy() {
    return taxonomy.codes().stream().map((EventCode code) -> views.code(code)).toList();
  }

  private Mono<ServerResponse> stream() {
    if (!feed.enter()) {
      return Problems.answer(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Too many viewers (at most " + LiveFeed.MAX_VIEWERS + ")",
          HttpHeaders.RETRY_AFTER,
          "30");
    }
    Flux<ServerSentEvent<Object>> hello =
        Flux.just(ServerSentEvent.builder().comment("connected").retry(RECONNECT).build());
    Flux<ServerSentEvent<Object>> heartbeats =
        Flux.interval(HEARTBEAT)
            .onBackpressureDrop()
            .map(tick -> ServerSentEvent.builder().comment("alive").build());
    Flux<ServerSentEvent<Object>> live =
        Flux.concat(hello, Flux.merge(feed.events().map(this::serverSent), heartbeats))
            .doFinally(signal -> feed.leave());
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .body(BodyInserters.fromServerSentEvents(live));
  }

  private ServerSentEvent<Object> serverSent(EventView event) {
    return ServerSentEvent.builder((Object) views.event(event)).event("event").build();
  }

  private static Mono<ServerResponse> answer(
      ServerRequest request, Function<ServerRequest, Object> question) {
    return Mono.fromCallable(() -> question.apply(request))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(QueryApi::json)
        .onErrorResume(
            IllegalArgumentException.class,
            e -> Problems.answer(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage())))
        .onErrorResume(StoreUnavailableException.class, QueryApi::unavailable);
  }

  private static Mono<ServerResponse> unavailable(StoreUnavailableException e) {
    log.warn("A question was not answered", e);
    return Problems.answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The event store cannot be read now",
        HttpHeaders.RETRY_AFTER,
        "2");
  }

  private static Mono<ServerResponse> json(Object body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
  }
}
