package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document says what the API does, no more and no less. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class OpenApiIT {

  private RunningDashboards dashboards;
  private JsonNode document;

  @BeforeAll
  void start(@TempDir Path folder) {
    dashboards =
        RunningDashboards.start(
            folder.resolve("events.duckdb"), "devicegate.store.retention=3650d");
    for (String code : List.of("fdeaz", "fdeac", "fdecc", "fede", "sede")) {
      assertThat(dashboards.post(TestEvents.sample(code)).statusCode()).isEqualTo(200);
    }
    document = JsonMapper.shared().readTree(dashboards.get("/api/v1/openapi.json").body());
  }

  @AfterAll
  void stop() {
    dashboards.close();
  }

  @Test
  void describesEveryAddressThatThe404Names() {
    String nothing = dashboards.get("/api/v1/").body();
    assertThat(document.path("openapi").stringValue()).startsWith("3.1");
    assertThat(paths())
        .isNotEmpty()
        .allSatisfy(path -> assertThat(nothing).contains(path.substring("/api/v1/".length())));
  }

  @Test
  void describesTheAnswers() {
    assertThat(paths())
        .filteredOn(path -> !path.endsWith("/stream"))
        .allSatisfy(
            path -> {
              HttpResponse<String> answer = dashboards.get(question(path));
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
              assertThat(problems(path, answer.body())).isEmpty();
            });
  }

  @Test
  void describesRefusals() {
    HttpResponse<String> refusal = dashboards.get("/api/v1/events?limit=0");

    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(
            differences(
                JsonMapper.shared().readTree(refusal.body()),
                document.at("/components/schemas/Problem")))
        .isEmpty();
  }

  @Test
  void describesParametersThatAreUnderstoodAsTheirExamplesAre() {
    for (String path : paths()) {
      if (path.endsWith("/stream")) {
        continue;
      }
      for (JsonNode parameter : operation(path).path("parameters")) {
        if (!parameter.path("in").stringValue().equals("query")) {
          continue;
        }
        String name = parameter.path("name").stringValue();
        String example =
            parameter
                .path("example")
                .stringValue()
                .replace("|", "%7C")
                .replace("+", "%2B")
                .replace(" ", "%20");
        String question = question(path);
        String asked =
            name.equals("by")
                ? question
                : question + (question.contains("?") ? "&" : "?") + name + "=" + example;
        assertThat(dashboards.get(asked).statusCode()).as(asked).isIn(200, 404);
      }
    }
  }

  @Test
  void namesSchemasThatExist() {
    List<String> named =
        Pattern.compile("#(/components/schemas/[A-Za-z]+)")
            .matcher(document.toString())
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList();

    assertThat(named).hasSizeGreaterThan(10);
    assertThat(named).allSatisfy(it -> assertThat(document.at(it).isObject()).isTrue());
  }

  private List<String> paths() {
    return document.path("paths").propertyStream().map(Map.Entry::getKey).toList();
  }

  private JsonNode operation(String path) {
    return document.path("paths").path(path).path("get");
  }

  private String question(String path) {
    String log =
        JsonMapper.shared().readTree(TestEvents.sample("sede")).path("log_id").stringValue();
    String question = path.replace("{log_id}", log).replace("{key}", "sandbox-tv");
    return path.endsWith("/breakdown") ? question + "?by=client" : question;
  }

  private List<String> problems(String path, String body) {
    return differences(
        JsonMapper.shared().readTree(body),
        operation(path)
            .path("responses")
            .path("200")
            .path("content")
            .path("application/json")
            .path("schema"));
  }

  /** Where a value is not as its schema says; of JSON Schema only what the document uses. */
  private List<String> differences(JsonNode value, JsonNode schema) {
    List<String> found = new ArrayList<>();
    compare("", value, schema, found);
    return found;
  }

  private void compare(String at, JsonNode value, JsonNode schema, List<String> found) {
    if (schema.has("$ref")) {
      compare(at, value, document.at(schema.path("$ref").stringValue().substring(1)), found);
      return;
    }
    String type = schema.path("type").asString("none");
    boolean right =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString() && isFormat(value, schema);
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> false;
        };
    if (!right) {
      found.add(at + ": " + value + " is no " + schema);
      return;
    }
    for (JsonNode element : value.isArray() ? value : List.<JsonNode>of()) {
      compare(at + "[]", element, schema.path("items"), found);
    }
    if (value.isObject() && schema.has("properties")) {
      compareMembers(at, value, schema, found);
    }
  }

  private void compareMembers(String at, JsonNode value, JsonNode schema, List<String> found) {
    StreamSupport.stream(schema.path("required").spliterator(), false)
        .map(JsonNode::stringValue)
        .filter(name -> !value.has(name))
        .forEach(name -> found.add(at + "/" + name + " is missing"));
    value
        .propertyStream()
        .forEach(
            member -> {
              JsonNode described = schema.path("properties").path(member.getKey());
              if (described.isMissingNode()) {
                found.add(at + "/" + member.getKey() + " is not described");
              } else {
                compare(at + "/" + member.getKey(), member.getValue(), described, found);
              }
            });
  }

  private static boolean isFormat(JsonNode value, JsonNode schema) {
    String text = value.stringValue();
    if (schema.has("enum")) {
      return schema.path("enum").valueStream().anyMatch(it -> it.stringValue().equals(text));
    }
    return switch (schema.path("format").asString("")) {
      case "date-time" -> OffsetDateTime.parse(text).getYear() > 1970 && text.endsWith("Z");
      case "duration" -> !Duration.parse(text).isNegative();
      default -> true;
    };
  }
}
