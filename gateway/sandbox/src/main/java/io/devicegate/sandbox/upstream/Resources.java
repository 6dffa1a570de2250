package io.devicegate.sandbox.upstream;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Answers the sample API's requests. Does no I/O, so it may run on an event loop. */
final class Resources {

  static final String PURCHASES = "/api/purchases";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern JSON_MEDIA_TYPE =
      Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private final Purchases purchases;

  Resources(Purchases purchases) {
    this.purchases = purchases;
  }

  /**
   * What is wrong with a request before its body is read: its path, its method or its media type.
   */
  static Optional<Reply> refuse(Call call) {
    Set<String> methods = methods(call.path());
    if (methods.isEmpty()) {
      return Optional.of(
          Reply.problem(404, "Not Found", "No such resource. Try GET /api/catalogue."));
    }
    if (!methods.contains(call.method())) {
      String allow = String.join(", ", methods.stream().sorted().toList());
      return Optional.of(
          Reply.problem(405, "Method Not Allowed", call.method() + " (expected: " + allow + ")")
              .with("Allow", allow));
    }
    if (call.method().equals("POST") && !isJson(call)) {
      return Optional.of(
          Reply.problem(
              415, "Unsupported Media Type", "Content-Type: (expected: application/json)"));
    }
    return Optional.empty();
  }

  /** Answers a request that {@link #refuse} let pass, with its body. */
  Reply answer(Call call) {
    return switch (call.path()) {
      case "/api/catalogue" -> Reply.json(200, Catalogue.TITLES);
      case "/api/whoami" -> Reply.json(200, Mirror.reflect(call));
      case "/api/admin/report" -> Reply.json(200, purchases.report());
      case PURCHASES -> buy(call);
      default -> purchase(call);
    };
  }

  private static Set<String> methods(String path) {
    return switch (path) {
      case "/api/catalogue", "/api/whoami", "/api/admin/report" -> Set.of("GET", "HEAD");
      case PURCHASES -> Set.of("POST");
      default -> path.startsWith(PURCHASES + "/") ? Set.of("GET", "HEAD") : Set.of();
    };
  }

  private static boolean isJson(Call call) {
    return JSON_MEDIA_TYPE.matcher(call.header("Content-Type").orElse("").strip()).matches();
  }

  private Reply purchase(Call call) {
    String id = call.path().substring(PURCHASES.length() + 1);
    return purchases
        .find(id, subject(call))
        .map(found -> Reply.json(200, found))
        .orElseGet(() -> Reply.problem(404, "Not Found", "You made no such purchase."));
  }

  private Reply buy(Call call) {
    JsonNode body;
    try {
      body = JSON.readTree(call.body());
    } catch (JacksonException e) {
      return Reply.problem(
          400, "Bad Request", "body: not JSON (expected: {\"item\": an id of GET /api/catalogue})");
    }
    if (!body.isObject()) {
      return Reply.problem(
          400, "Bad Request", "body: not an object (expected: {\"item\": \"metropolis\"})");
    }
    return buy(body, subject(call));
  }

  private Reply buy(JsonNode body, @Nullable String subject) {
    Optional<String> stranger =
        body.propertyNames().stream().filter(name -> !name.equals("item")).findFirst();
    if (stranger.isPresent()) {
      return Reply.badField(stranger.get(), "no such member (expected: item, and nothing else)");
    }
    JsonNode item = body.path("item");
    if (!item.isString()) {
      return Reply.badField(
          "item", "missing or not a string (expected: an id of GET /api/catalogue)");
    }
    return Catalogue.find(item.stringValue())
        .map(title -> purchases.buy(title, subject))
        .map(bought -> Reply.json(201, bought).with("Location", PURCHASES + "/" + bought.id()))
        .orElseGet(
            () -> Reply.badField("item", "no such title (expected: an id of GET /api/catalogue)"));
  }

  private static @Nullable String subject(Call call) {
    return call.header("X-Device-Subject").orElse(null);
  }
}
