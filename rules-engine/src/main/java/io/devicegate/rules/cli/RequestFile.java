package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.RecordedDecision;
import io.devicegate.rules.json.JsonReader;
import io.devicegate.rules.json.MalformedJsonException;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import io.devicegate.rules.testing.RequestDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one request of a file: as JSON or YAML with the names of the schema, completed as in a
 * test; or as a recorded decision, of which it takes the request.
 */
final class RequestFile {

  private static final String STANDARD_INPUT = "-";

  private RequestFile() {}

  static AccessRequest read(Path file) throws IOException {
    byte[] bytes =
        file.toString().equals(STANDARD_INPUT)
            ? System.in.readNBytes(JsonReader.MAX_CHARACTERS + 1)
            : RuleFolder.bytes(file, JsonReader.MAX_CHARACTERS);
    if (bytes.length > JsonReader.MAX_CHARACTERS) {
      throw new UnreadableException(file + ": larger than 1 MB (expected: one request)");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      Map<String, Object> data = data(file, text);
      return data.containsKey("decision")
          ? RecordedDecision.fromJson(text).decision().request()
          : RequestDefaults.complete(data);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(file + ": not a request: " + e.getMessage());
    }
  }

  private static Map<String, Object> data(Path file, String text) {
    if (text.stripLeading().startsWith("{")) {
      try {
        return JsonReader.read(text);
      } catch (MalformedJsonException e) {
        if (file.toString().endsWith(".json")) {
          throw new UnreadableException(file + ": character " + e.column() + ": " + e.getMessage());
        }
      }
    }
    return yaml(file, text);
  }

  private static Map<String, Object> yaml(Path file, String text) {
    List<Problem> problems = new ArrayList<>();
    List<Yaml> documents = Yaml.read(new RuleSource(file.toString(), text), problems::add);
    if (!problems.isEmpty()) {
      throw new UnreadableException(problems.get(0).toString());
    }
    if (documents.size() != 1 || !(documents.get(0) instanceof Yaml.Mapping mapping)) {
      throw new UnreadableException(file + ": no request (expected: request: and so on)");
    }
    Map<String, Object> data = new LinkedHashMap<>();
    mapping
        .data()
        .forEach(
            (key, value) -> {
              if (value != null) {
                data.put(key, value);
              }
            });
    return data;
  }
}
