package io.devicegate.dashboards.query;

import io.devicegate.dashboards.collector.Ledger;
import io.devicegate.dashboards.collector.TenantDoctor;
import io.devicegate.dashboards.http.Problems;
import io.devicegate.dashboards.http.ProtectiveHeaders;
import io.devicegate.dashboards.incident.IncidentReader;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Slice;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The read-only API under {@code /api/v1}: JSON with times as ISO-8601 in UTC, errors as
 * problem+json that name the parameter.
 */
public final class QueryApi {

  private static final String BASE = "/api/v1";
  private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

  private static final Duration DAY = Duration.ofDays(1);

  private final OverviewReader overviews;
  private final EventReader events;
  private final StoryReader stories;
  private final GapReader gaps;
  private final IncidentReader incidents;
  private final Taxonomy taxonomy;
  private final LiveFeed feed;
  private final SignalFeed signals;
  private final Ledger ledger;
  private final TenantDoctor doctor;
  private final Clock clock;
  private final Views views = new Views();
  private final Answers answers = new Answers();

  public QueryApi(
      EventStore store,
      GapReader gaps,
      OverviewReader overviews,
      IncidentReader incidents,
      Taxonomy taxonomy,
      LiveFeed feed,
      SignalFeed signals,
      Ledger ledger,
      TenantDoctor doctor,
      Clock clock) {
    this.overviews = overviews;
    this.events = new EventReader(store, taxonomy);
    this.stories = new StoryReader(store, taxonomy);
    this.gaps = gaps;
    this.incidents = incidents;
    this.taxonomy = taxonomy;
    this.feed = feed;
    this.signals = signals;
    this.ledger = ledger;
    this.doctor = doctor;
    this.clock = clock;
  }

  /** The routes; whatever else is under {@code /api/v1} is a 404 that says so. */
  public RouterFunction<ServerResponse> routes() {
    List<Operation> operations = operations();
    Map<String, Object> openApi = OpenApi.of(BASE, operations);
    RouterFunctions.Builder routes = RouterFunctions.route();
    for (Operation operation : operations) {
      routes.GET(BASE + operation.path(), checked(operation));
    }
    return routes
        .GET(BASE + "/openapi.json", request -> answers.json(request, () -> openApi))
        .path(
            BASE,
            unknown ->
                unknown.route(
                    request -> true,
                    request -> Problems.answer(HttpStatus.NOT_FOUND, nothingHere(operations))))
        .filter(new ProtectiveHeaders())
        .build();
  }

  private static String nothingHere(List<Operation> operations) {
    return operations.stream()
        .map(operation -> operation.path().substring(1))
        .collect(Collectors.joining(", ", "Nothing here (GET ", ", openapi.json)"));
  }

  /** Everything the API can be asked. */
  private List<Operation> operations() {
    List<Parameter> filters = Parameter.all(List.of(Parameter.DIMENSIONS, List.of(Parameter.TEXT)));
    List<Parameter> slice = Parameter.all(List.of(Parameter.RANGE, filters));
    return List.of(
        new Operation(
            "/verdict",
            "What is broken, since when, for whom and why",
            "Verdict",
            JSON,
            List.of(Parameter.WINDOW),
            json(it -> VerdictJson.of(incidents.verdict(it.window())))),
        new Operation(
            "/funnel",
            "The device flow step by step; what nothing tells of is not observable, which is not 0",
            "Funnel",
            JSON,
            Parameter.RANGE,
            json(it -> views.funnel(overviews.funnel(it.range())))),
        new Operation(
            "/timeseries",
            "Counts of events by bucket",
            "Timeseries",
            JSON,
            Parameter.all(List.of(slice, List.of(Parameter.BY, Parameter.BUCKET))),
            json(this::timeseries)),
        new Operation(
            "/breakdown",
            "What sets one cohort of events apart from another, value by value of a dimension",
            "Breakdown",
            JSON,
            Parameter.all(
                List.of(
                    List.of(Parameter.DIMENSION),
                    slice,
                    slice.stream().map(Parameter::ofSecond).toList(),
                    List.of(Parameter.LIMIT))),
            json(this::breakdown)),
        new Operation(
            "/events",
            "Events, newest first, page by page",
            "Events",
            JSON,
            Parameter.all(List.of(slice, List.of(Parameter.LIMIT, Parameter.CURSOR))),
            json(it -> events.events(it.filter()))),
        new Operation(
            "/events/{log_id}",
            "One event with its JSON as it was stored, without secrets",
            "EventWithJson",
            JSON,
            List.of(Parameter.SOURCE),
            request ->
                answers.found(
                    request,
                    () -> events.event(request.pathVariable("log_id"), ask(request).selection()),
                    "There is no event of that id (is it older than devicegate.store.retention?)")),
        new Operation(
            "/flows/{key}",
            "The story of a user, session, client or address, device by device in time order",
            "Flows",
            JSON,
            Parameter.RANGE,
            request ->
                answers.json(
                    request,
                    () -> stories.story(request.pathVariable("key"), ask(request).range(DAY)))),
        new Operation(
            "/gaps",
            "What cannot be seen: lag and silence by source, what came late, and what the webhook or"
                + " the poller missed",
            "Gaps",
            JSON,
            Parameter.RANGE,
            json(it -> gaps.gaps(clock.instant(), it.range(DAY)))),
        new Operation(
            "/pipeline",
            "What became of everything that was received, source by source",
            "Ledger",
            JSON,
            List.of(),
            json(it -> views.ledger(ledger.read()))),
        new Operation(
            "/doctor",
            "What of the tenant's log does not come here, and why",
            "Checkup",
            JSON,
            List.of(),
            json(it -> views.checkup(doctor.latest()))),
        new Operation(
            "/signals",
            "Signals that hold, those raised last first",
            "Signals",
            JSON,
            Parameter.signals(),
            this::signals),
        new Operation(
            "/taxonomy",
            "What every known code of the tenant's log means",
            "Taxonomy",
            JSON,
            List.of(),
            json(it -> taxonomy())),
        new Operation(
            "/stream",
            "Events a moment after they are stored, at most 256 a second, as server-sent events",
            "Event",
            MediaType.TEXT_EVENT_STREAM_VALUE,
            List.of(),
            request -> stream()));
  }

  private HandlerFunction<ServerResponse> json(Function<QueryParameters, Object> question) {
    return request -> answers.json(request, () -> question.apply(ask(request)));
  }

  private static HandlerFunction<ServerResponse> checked(Operation operation) {
    return request -> {
      try {
        QueryParameters.check(request, operation.parameters());
      } catch (IllegalArgumentException e) {
        return Answers.refused(e);
      }
      return operation.handler().handle(request);
    };
  }

  private QueryParameters ask(ServerRequest request) {
    return new QueryParameters(request, clock.instant());
  }

  private Object timeseries(QueryParameters asked) {
    Slice slice = asked.slice();
    return events.timeseries(
        slice,
        asked.bucket(slice.range()),
        asked.dimension("by", Parameter.series(), Dimension.OUTCOME));
  }

  private Object breakdown(QueryParameters asked) {
    Slice first = asked.slice();
    return events.breakdown(
        asked.dimension("by", List.of(Dimension.values()), null),
        first,
        asked.second(first),
        asked.limit());
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
    if (Answers.matches(request, tag)) {
      return Answers.notModified(tag);
    }
    return Mono.fromCallable(() -> signals.live(ask(request).signals()))
        .map(live -> Map.of("signals", live.stream().map(views::signal).toList()))
        .flatMap(
            body ->
                ServerResponse.ok()
                    .eTag(tag)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(body))
        .onErrorResume(IllegalArgumentException.class, Answers::refused);
  }

  private List<Map<String, Object>> taxonomy() {
    return taxonomy.codes().stream().map((EventCode code) -> views.code(code)).toList();
  }

  private Mono<ServerResponse> stream() {
    return feed.watch()
        .map(QueryApi::serverSent)
        .orElseGet(
            () ->
                Problems.answer(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Too many viewers (at most " + LiveFeed.MAX_VIEWERS + ")",
                    HttpHeaders.RETRY_AFTER,
                    "30"));
  }

  private static Mono<ServerResponse> serverSent(Flux<byte[]> texts) {
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .body(
            (answer, context) ->
                answer.writeAndFlushWith(
                    texts.map(text -> Mono.just(answer.bufferFactory().wrap(text)))));
  }
}
