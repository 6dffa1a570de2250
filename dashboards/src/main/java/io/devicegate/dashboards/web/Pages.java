package io.devicegate.dashboards.web;

import io.devicegate.dashboards.http.ProtectiveHeaders;
import io.devicegate.dashboards.query.OverviewReader;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
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

/** The pages for people: the first page at {@code /}, runbooks, and their assets. */
public final class Pages {

  private static final Logger log = LoggerFactory.getLogger(Pages.class);

  private static final Duration WINDOW = Duration.ofHours(1);

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final OverviewReader reader;
  private final Taxonomy taxonomy;
  private final SignalFeed signals;
  private final Templates templates = new Templates();
  private final Runbooks runbooks = Runbooks.load();
  private final Assets assets = Assets.load();

  public Pages(OverviewReader reader, Taxonomy taxonomy, SignalFeed signals) {
    this.reader = reader;
    this.taxonomy = taxonomy;
    this.signals = signals;
  }

  /** The routes. */
  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET("/", request -> firstPage())
        .GET("/runbooks", request -> runbook(Runbooks.INDEX))
        .GET("/runbooks/{code}", request -> runbook(request.pathVariable("code")))
        .GET("/assets/{name}", this::asset)
        .filter(new ProtectiveHeaders())
        .build();
  }

  private Mono<ServerResponse> firstPage() {
    return Mono.fromCallable(this::firstPageModel)
        .subscribeOn(Schedulers.boundedElastic())
        .map(model -> templates.render("dashboard", model))
        .flatMap(html -> html(HttpStatus.OK, html))
        .onErrorResume(StoreUnavailableException.class, this::unavailable);
  }

  private Map<String, Object> firstPageModel() {
    return Map.of(
        "page",
        PageModel.of(reader.overview(WINDOW), taxonomy),
        "detections",
        DetectionsModel.of(signals.isReady(), signals.live(SignalFilter.ALL)));
  }

  private Mono<ServerResponse> unavailable(StoreUnavailableException e) {
    log.warn("The page cannot be shown", e);
    return message(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The event store cannot be read now",
        "Nothing can be said about the device flow until it answers again. See /actuator/health and"
            + " this process's log.");
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
}
