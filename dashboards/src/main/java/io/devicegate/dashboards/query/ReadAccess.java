package io.devicegate.dashboards.query;

import io.devicegate.dashboards.http.Problems;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Lets those read who know the token; without a configured token, those on this machine.
 *
 * <p>Loopback means that nobody stands between: a request that a proxy passed on, or that came by
 * another name than that of this machine (DNS rebinding), needs a token.
 */
public final class ReadAccess implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /** A browser asks for a password by the first; a program is told of both. */
  private static final String CHALLENGE = "Basic realm=\"devicegate\", charset=\"UTF-8\", Bearer";

  private static final List<String> PASSED_ON =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

  private final byte @Nullable [] token;

  public ReadAccess(QueryProperties properties) {
    String configured = properties.token();
    this.token = configured == null ? null : configured.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
    if (token == null) {
      return isLocal(request)
          ? next.handle(request)
          : Problems.answer(
              HttpStatus.FORBIDDEN,
              "Only readers on this machine are answered (set devicegate.query.token and send it"
                  + " as a bearer token)");
    }
    if (credential(request).filter(given -> MessageDigest.isEqual(token, given)).isPresent()) {
      return next.handle(request);
    }
    return Problems.answer(
        HttpStatus.UNAUTHORIZED,
        "Authorization: expected Bearer with devicegate.query.token, or Basic with it as password",
        HttpHeaders.WWW_AUTHENTICATE,
        CHALLENGE);
  }

  private static boolean isLocal(ServerRequest request) {
    HttpHeaders headers = request.headers().asHttpHeaders();
    InetSocketAddress host = headers.getHost();
    return request.remoteAddress().filter(ReadAccess::isLoopback).isPresent()
        && PASSED_ON.stream().noneMatch(headers::containsHeader)
        && host != null
        && THIS_MACHINE.contains(host.getHostString().toLowerCase(Locale.ROOT));
  }

  private static boolean isLoopback(InetSocketAddress address) {
    return address.getAddress() != null && address.getAddress().isLoopbackAddress();
  }

  private static Optional<byte[]> credential(ServerRequest request) {
    List<String> headers = request.headers().header(HttpHeaders.AUTHORIZATION);
    if (headers.size() != 1) {
      return Optional.empty();
    }
    String header = headers.get(0);
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }
    return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? password(header.substring(BASIC.length()).strip())
        : Optional.empty();
  }

  private static Optional<byte[]> password(String basic) {
    try {
      String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(pair.substring(colon + 1).getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
