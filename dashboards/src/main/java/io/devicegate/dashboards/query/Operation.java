package io.devicegate.dashboards.query;

import java.util.List;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One address of the API; the routes and their OpenAPI document are both made of these.
 *
 * @param path below {@code /api/v1}, with {@code {names}} in braces
 * @param summary what it answers, in a sentence
 * @param schema name of the answer's schema in {@code schemas.json}
 * @param media the answer's media type
 * @param parameters the query parameters; any other is refused
 * @param handler who answers
 */
record Operation(
    String path,
    String summary,
    String schema,
    String media,
    List<Parameter> parameters,
    HandlerFunction<ServerResponse> handler) {

  Operation {
    parameters = List.copyOf(parameters);
  }
}
