package io.devicegate.dashboards.web;

import io.devicegate.dashboards.http.ProtectiveHeaders;
import io.devicegate.dashboards.incident.Incident;
import io.devicegate.dashboards.incident.IncidentReader;
import io.devicegate.dashboards.query.Overview;
import io.devicegate.dashboards.query.OverviewReader;
import io.devicegate.dashboards.query.StoryReader;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The pages for people: the incident page at {@code /}, runbooks, and their assets. */
public final class Pages {

  private static final Logger log = LoggerFactory.getLogger(Pages.class);

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  /** A page that keeps itself current says so, and shares its answer with the others. */
  private static final String REFRESH = "X-Refresh";

  private static final Duration DAY = Duration.ofDays(1);
  private static final int LONGEST_KEY = 512;

  private static final Duration REFRESHED_WITHIN = Duration.ofSeconds(5);

  private final OverviewReader reader;
  private final IncidentReader incidents;
  private final StoryReader stories;
  private final Taxonomy taxonomy;
  private final SignalFeed signals;
  private final Clock clock;
  private final Snapshots<Content> snapshots;
  private final Reports reports;
  private final PageProperties properties;
  private final Templates templates = new Templates();
  private final Runbooks runbooks = Runbooks.load();
  private final Assets assets = Assets.load();

  public Pages(
      OverviewReader reader,
      IncidentReader incidents,
      StoryReader stories,
      Taxonomy taxonomy,
      SignalFeed signals,
      Reports reports,
      PageProperties properties,
      Clock clock) {
    this.reader = reader;
    this.incidents = incidents;
    this.stories = stories;
    this.taxonomy = taxonomy;
    this.signals = signals;
    this.clock = clock;
    this.snapshots = new Snapshots<>(clock);
    this.reports = reports;
    this.properties = properties;
  }

  /** The routes. */
  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET("/", this::incidentPage)
        .GET("/event", this::eventPage)
        .GET("/event/newest", this::newestEvent)
        .GET("/device", this::devicePage)
        .GET("/gateway", request -> report("gateway", reports::gateway))
        .GET("/rules", request -> report("rules", reports::rules))
        .GET("/pipeline", request -> report("pipeline", reports::pipeline))
        .GET("/doctor", request -> report("doctor", reports::doctor))
        .GET("/runbooks", request -> runbook(Runbooks.INDEX))
        .GET("/runbooks/{code}", request -> runbook(request.pathVariable("code")))
        .GET("/assets/{name}", this::asset)
        .filter(new ProtectiveHeaders())
        .build();
  }

  private Mono<ServerResponse> incidentPage(ServerRequest request) {
    Duration oldest =
        request.headers().header(REFRESH).isEmpty() ? Duration.ZERO : REFRESHED_WITHIN;
    return Mono.fromCallable(() -> incidentPage(PageQuery.of(request.queryParams()), oldest))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(html -> html(HttpStatus.OK, html))
        .onErrorResume(StoreUnavailableException.class, this::unavailable)
        .onErrorResume(IllegalArgumentException.class, this::notUnderstood);
  }

  private Mono<ServerResponse> notUnderstood(IllegalArgumentException e) {
    return message(
        HttpStatus.BAD_REQUEST,
        "The address of this page is not understood",
        String.valueOf(e.getMessage()));
  }

  private String incidentPage(PageQuery query, Duration oldest) {
    Snapshots.Snapshot<Content> snapshot =
        snapshots.get(query.parameters().toString(), oldest, () -> read(query));
    Content content = snapshot.content();
    IncidentModel incident = IncidentModel.of(content.incident, query, taxonomy);
    return templates.render(
        "incident",
        Map.of(
            "ours", reports.longestOwnLag(),
            "page", PageModel.of(content.overview, query, taxonomy),
            "incident", incident,
            "detections", DetectionsModel.of(signals.isReady(), signals.live(SignalFilter.ALL)),
            "view", ViewModel.of(query),
            "todo", TodoModel.of(content.incident.verdict(), runbooks, properties),
            "old", snapshot.old(),
            "age", Words.duration(age(snapshot.read()))));
  }

  private Mono<ServerResponse> eventPage(ServerRequest request) {
    String source = request.queryParam("source").orElse("");
    String id = request.queryParam("id").orElse("");
    return Mono.fromCallable(() -> reader.event(source, id))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(
            found ->
                found
                    .map(
                        event ->
                            html(
                                HttpStatus.OK,
                                templates.render(
                                    "event", Map.of("event", EventModel.of(event, taxonomy)))))
                    .orElseGet(
                        () ->
                            message(
                                HttpStatus.NOT_FOUND,
                                "There is no such event",
                                "It was never stored, or is older than what is kept.")))
        .onErrorResume(StoreUnavailableException.class, this::unavailable);
  }

  /** To the page of the newest event that matches, as an example of them. */
  private Mono<ServerResponse> newestEvent(ServerRequest request) {
    return Mono.fromCallable(
            () -> {
              PageQuery query = PageQuery.of(request.queryParams());
              Instant to = Objects.requireNonNullElseGet(query.to(), clock::instant);
              return reader.events(query.filter(to)).stream().findFirst();
            })
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(
            found ->
                found
                    .map(event -> PageQuery.eventUrl(event.source(), event.id()))
                    .map(url -> ServerResponse.seeOther(URI.create(url)).build())
                    .orElseGet(
                        () ->
                            message(
                                HttpStatus.NOT_FOUND,
                                "There is no such event",
                                "None matches in that stretch of time.")))
        .onErrorResume(StoreUnavailableException.class, this::unavailable)
        .onErrorResume(IllegalArgumentException.class, this::notUnderstood);
  }

  /** What happened within a day to whoever goes by the name {@code key}. */
  private Mono<ServerResponse> devicePage(ServerRequest request) {
    String key = request.queryParam("key").orElse("").strip();
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      return message(
          HttpStatus.BAD_REQUEST,
          "Nobody is named",
          "key: expected a user, session, client or address of at most "
              + LONGEST_KEY
              + " letters");
    }
    return Mono.fromCallable(() -> stories.story(key, TimeRange.before(clock.instant(), DAY)))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(story -> html(HttpStatus.OK, templates.render("device", Map.of("story", story))))
        .onErrorResume(StoreUnavailableException.class, this::unavailable);
  }

  private Content read(PageQuery query) {
    Instant to = Objects.requireNonNullElseGet(query.to(), clock::instant);
    Incident incident = incidents.incident(to, query.window());
    return new Content(
        reader.overview(to, incident.now(), incident.weekAgo(), query.filter(to)), incident);
  }

  private Duration age(Instant read) {
    Duration age = Duration.between(read, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private Mono<ServerResponse> unavailable(StoreUnavailableException e) {
    log.warn("The page cannot be shown", e);
    return message(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The event store cannot be read now",
        "Nothing can be said about the device flow until it answers again. See /actuator/health and"
            + " this process's log.");
  }

  private Mono<ServerResponse> report(String here, Callable<Report> reading) {
    return Mono.fromCallable(reading)
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(
            report ->
                html(
                    HttpStatus.OK,
                    templates.render("report", Map.of("here", here, "report", report))))
        .onErrorResume(StoreUnavailableException.class, this::unavailable);
  }

  private Mono<ServerResponse> runbook(String code) {
    return runbooks
        .find(code)
        .map(
            runbook ->
                html(
                    HttpStatus.OK,
                    templates.render(
                        "runbook", Map.of("title", runbook.title(), "body", runbook.html()))))
        .orElseGet(
            () ->
                message(
                    HttpStatus.NOT_FOUND,
                    "There is no such runbook",
                    "The index lists all that there are."));
  }

  private Mono<ServerResponse> asset(ServerRequest request) {
    return assets
        .find(request.pathVariable("name"))
        .map(asset -> asset.answer(request))
        .orElseGet(() -> ServerResponse.notFound().build());
  }

  private Mono<ServerResponse> message(HttpStatus status, String title, String text) {
    return html(status, templates.render("message", Map.of("title", title, "text", text)));
  }

  private static Mono<ServerResponse> html(HttpStatus status, String html) {
    return ServerResponse.status(status).contentType(HTML).bodyValue(html);
  }

  /** What one page is made of. */
  private record Content(Overview overview, Incident incident) {}
}
