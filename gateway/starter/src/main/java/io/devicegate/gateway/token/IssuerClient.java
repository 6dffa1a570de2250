package io.devicegate.gateway.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Reads JSON objects from issuers: about users. Never waits longer than configured, never reads
 * more than configured, follows no redirect, and takes nothing but 200 for an answer.
 */
public final class IssuerClient {

  private final WebClient client;
  private final Duration timeout;

  IssuerClient(WebClient.Builder builder, KeysProperties properties) {
    HttpClient http =
        HttpClient.create()
            .followRedirect(false)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(properties.connectTimeout().toMillis()))
            .responseTimeout(properties.responseTimeout());
    int maxSize = Math.toIntExact(properties.maxSize().toBytes());
    this.client =
        builder
            .clientConnector(new ReactorClientHttpConnector(http))
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(maxSize))
            .build();
    // The response timeout is between two reads, so a trickling answer needs a limit over all.
    this.timeout = properties.connectTimeout().plus(properties.responseTimeout());
  }

  /**
   * Gets a JSON object.
   *
   * @param uri where from
   * @param token sent as bearer token, if any
   * @return completes exceptionally when there is no such answer in time
   */
  public CompletableFuture<Map<String, Object>> get(URI uri, @Nullable BearerToken token) {
    return client
        .get()
        .uri(uri)
        .headers(headers -> prepare(headers, token))
        .exchangeToMono(response -> body(uri, response))
        .timeout(timeout)
        .map(body -> parse(uri, body))
        .toFuture();
  }

  private static void prepare(HttpHeaders headers, @Nullable BearerToken token) {
    headers.setAccept(List.of(MediaType.APPLICATION_JSON));
    if (token != null) {
      headers.setBearerAuth(token.value());
    }
  }

  private static Mono<byte[]> body(URI uri, ClientResponse response) {
    if (response.statusCode().value() == HttpStatus.OK.value()) {
      return response
          .bodyToMono(byte[].class)
          .switchIfEmpty(Mono.error(() -> new IssuerUnavailableException(uri, "empty answer")));
    }
    String status = "status " + response.statusCode().value();
    return response.releaseBody().then(Mono.error(new IssuerUnavailableException(uri, status)));
  }

  private static Map<String, Object> parse(URI uri, byte[] body) {
    try {
      Map<String, Object> json = JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8));
      // The JSON text "null" is parsed as null.
      if (json != null) {
        return json;
      }
    } catch (ParseException e) {
      // Thrown below: the parser's message quotes the body, which is not ours to log.
    }
    throw new IssuerUnavailableException(uri, "not a JSON object");
  }
}
