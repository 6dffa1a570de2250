package io.devicegate.dashboards.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Describes the API in OpenAPI 3.1, from the same list that its routes are made of. */
final class OpenApi {

  private static final Pattern IN_PATH = Pattern.compile("\\{([a-z_]+)\\}");

  private OpenApi() {}

  static Map<String, Object> of(String base, List<Operation> operations) {
    Map<String, Object> paths = new LinkedHashMap<>();
    operations.forEach(it -> paths.put(base + it.path(), Map.of("get", operation(it))));
    return Views.json(
        "openapi",
        "3.1.0",
        "info",
        Views.json(
            "title",
            "Devicegate query API",
            "version",
            "1",
            "description",
            "Read-only. Times are ISO-8601 in UTC. What is unknown is left out, and never 0."),
        "security",
        List.of(Map.of("bearer", List.of()), Map.of("basic", List.of()), Map.of()),
        "paths",
        paths,
        "components",
        Views.json(
            "securitySchemes",
            Views.json(
                "bearer", Views.json("type", "http", "scheme", "bearer"),
                "basic", Views.json("type", "http", "scheme", "basic")),
            "schemas",
            schemas()));
  }

  private static Map<String, Object> operation(Operation operation) {
    List<Object> parameters = new ArrayList<>();
    Matcher inPath = IN_PATH.matcher(operation.path());
    while (inPath.find()) {
      parameters.add(
          Views.json(
              "name",
              inPath.group(1),
              "in",
              "path",
              "required",
              true,
              "schema",
              Map.of("type", "string")));
    }
    for (Parameter parameter : operation.parameters()) {
      parameters.add(
          Views.json(
              "name", parameter.name(),
              "in", "query",
              "required", parameter.required(),
              "description", parameter.meaning(),
              "example", parameter.example(),
              "schema", Map.of("type", "string")));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", content(operation.summary(), operation.media(), operation.schema()));
    responses.put("304", Map.of("description", "What If-None-Match names is still right"));
    responses.put("400", problem("A parameter is wrong; the detail names it"));
    responses.put("401", problem("A token is configured, and this is not it"));
    responses.put("403", problem("No token is configured, and the reader is not on this machine"));
    responses.put("404", problem("There is no such thing"));
    responses.put("503", problem("The store cannot be read now, or too much is asked at once"));
    responses.put("504", problem("The question took longer than devicegate.store.query-timeout"));
    return Views.json(
        "operationId",
        operation.path().replaceAll("[/{}]+", " ").strip().replace(' ', '_'),
        "summary",
        operation.summary(),
        "parameters",
        parameters,
        "responses",
        responses);
  }

  private static Map<String, Object> problem(String description) {
    return content(description, "application/problem+json", "Problem");
  }

  private static Map<String, Object> content(String description, String media, String schema) {
    return Views.json(
        "description",
        description,
        "content",
        Map.of(media, Map.of("schema", Map.of("$ref", "#/components/schemas/" + schema))));
  }

  private static JsonNode schemas() {
    try (InputStream resource = OpenApi.class.getResourceAsStream("schemas.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(resource, "schemas.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
