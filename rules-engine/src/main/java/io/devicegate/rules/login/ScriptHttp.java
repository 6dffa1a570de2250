package io.devicegate.rules.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP that a script may do: to allowed origins only, and with time and size limited by the
 * run's own limits.
 *
 * <p>Redirects are followed within the origin. A name that DNS resolves to an address of this
 * machine or of a private network is not reached: an origin there must be named by its address. The
 * sandbox's thread waits for the answer, and its interruption ends the exchange.
 */
final class ScriptHttp {

  private static final int MAX_REDIRECTS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final LoginRulesOptions options;
  private final Set<Origin> allowed;
  private final Duration patience;
  private @Nullable HttpClient client;

  ScriptHttp(LoginRulesOptions options) {
    this.options = options;
    this.allowed =
        options.allowedOrigins().stream().map(Origin::of).collect(Collectors.toUnmodifiableSet());
    this.patience = options.timeout().multipliedBy(LoginRulesOptions.PATIENCE);
  }

  /**
   * Sends a request and returns the answer, both as JSON. An exchange that is not allowed, or
   * fails, is an answer with {@code error}.
   */
  String exchange(String request) {
    try {
      return JSON.writeValueAsString(answer(JSON.readValue(request, Request.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a request of the libraries", e);
    }
  }

  private Answer answer(Request request) {
    try {
      return follow(request, URI.create(request.url()), 0);
    } catch (Refused e) {
      return Answer.failed("EACCES", e.words);
    } catch (IllegalArgumentException e) {
      return Answer.failed("EINVAL", "the request is not a valid one");
    } catch (IOException e) {
      return Answer.failed("ECONNREFUSED", "the exchange failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.failed("ETIMEDOUT", "the exchange took too long");
    }
  }

  private Answer follow(Request request, URI uri, int redirects)
      throws IOException, InterruptedException, Refused {
    Origin origin = requireAllowed(uri);
    HttpResponse<InputStream> response =
        client().send(toHttp(request, uri), HttpResponse.BodyHandlers.ofInputStream());
    String location = response.headers().firstValue("location").orElse("");
    try (InputStream body = response.body()) {
      if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
        return answered(response, body, uri, redirects);
      }
    }
    URI next = uri.resolve(location);
    if (!origin.equals(Origin.of(next))) {
      throw new Refused("the redirect leads to another origin than " + origin);
    }
    if (redirects == MAX_REDIRECTS) {
      throw new Refused("more than " + MAX_REDIRECTS + " redirects");
    }
    return follow(request.redirected(response.statusCode()), next, redirects + 1);
  }

  private Answer answered(
      HttpResponse<InputStream> response, InputStream body, URI uri, int redirects)
      throws IOException, Refused {
    byte[] bytes = body.readNBytes(options.maxInput() + 1);
    if (bytes.length > options.maxInput()) {
      throw new Refused("the answer has more than " + options.maxInput() + " bytes");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new Answer(
        null, null, response.statusCode(), headers, text, uri.toString(), redirects > 0);
  }

  private Origin requireAllowed(URI uri) throws IOException, Refused {
    Origin origin = Origin.of(uri);
    if (origin == null || !allowed.contains(origin)) {
      throw new Refused(
          (origin == null ? "the address" : origin)
              + " is not an allowed origin (devicegate.rules.login.allowed-origins)");
    }
    if (!origin.isAddress()) {
      for (InetAddress address : InetAddress.getAllByName(origin.host())) {
        if (isPrivate(address)) {
          throw new Refused(
              origin + " is at a private address (expected: an origin named by that address)");
        }
      }
    }
    return origin;
  }

  private HttpRequest toHttp(Request request, URI uri) throws Refused {
    String body = request.body() == null ? "" : request.body();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > options.maxOutput()) {
      throw new Refused("the request has more than " + options.maxOutput() + " bytes");
    }
    HttpRequest.Builder http = HttpRequest.newBuilder(uri).timeout(patience);
    request.headers().forEach(http::setHeader);
    HttpRequest.BodyPublisher publisher =
        bytes.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(bytes);
    return http.method(request.method(), publisher).build();
  }

  /** Only a script that connects pays for a client and its thread. */
  private HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(patience)
              .build();
    }
    return client;
  }

  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || uniqueLocal
        || shared;
  }

  private record Request(
      String method, String url, Map<String, String> headers, @Nullable String body) {

    /** As browsers and clients do, only 307 and 308 keep the method and the body. */
    Request redirected(int status) {
      boolean keeps = status == 307 || status == 308 || method.equals("HEAD");
      return keeps ? this : new Request("GET", url, headers, null);
    }
  }

  private record Answer(
      @Nullable String error,
      @Nullable String code,
      int status,
      Map<String, String> headers,
      String body,
      String url,
      boolean redirected) {

    static Answer failed(String code, String error) {
      return new Answer(error, code, 0, Map.of(), "", "", false);
    }
  }

  /** An exchange that must not be. */
  private static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String words;

    Refused(String words) {
      super(words, null, false, false);
      this.words = words;
    }
  }
}
