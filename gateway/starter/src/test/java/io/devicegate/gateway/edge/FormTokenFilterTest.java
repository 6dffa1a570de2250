package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FormTokenFilterTest {

  private final List<String> recorded = new ArrayList<>();
  private final List<String> routed = new ArrayList<>();

  private final FormTokenFilter filter =
      new FormTokenFilter(
          (exchange, reason, doubt) -> Mono.fromRunnable(() -> recorded.add(reason + " " + doubt)));

  private final WebFilterChain routes =
      exchange ->
          DataBufferUtils.join(exchange.getRequest().getBody())
              .doOnNext(body -> routed.add(body.toString(StandardCharsets.UTF_8)))
              .then();

  @ParameterizedTest(name = "{0} of {1} bytes: {2}")
  @CsvSource({
    "application/x-www-form-urlencoded, 10, true",
    "application/x-www-form-urlencoded;charset=utf-8, 16384, true",
    "application/x-www-form-urlencoded, 16385, false",
    "application/x-www-form-urlencoded, -1, false",
    "application/x-www-form-urlencoded, 0, false",
    "application/json, 10, false",
    "multipart/form-data, 10, false",
    "garbage, 10, false",
  })
  void looksIntoShortFormsOfKnownLengthOnly(String type, long length, boolean looks) {
    HttpHeaders headers = new HttpHeaders();
    headers.set("Content-Type", type);
    if (length >= 0) {
      headers.setContentLength(length);
    }

    assertThat(FormTokenFilter.mayHoldToken(headers)).isEqualTo(looks);
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_token=a", "x=1&access%5Ftoken=a", "ACCESS_TOKEN=a"})
  void refusesATokenInTheFormBeforeTheRoutes(String body) {
    MockServerWebExchange exchange = form(body);

    StepVerifier.create(filter.filter(exchange, routes)).verifyComplete();

    assertThat(recorded).containsExactly("TOKEN_IN_FORM form");
    assertThat(routed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=access_token", "grant_type=x&token=y"})
  void replaysOtherFormsToTheRoutes(String body) {
    StepVerifier.create(filter.filter(form(body), routes)).verifyComplete();

    assertThat(routed).containsExactly(body);
    assertThat(recorded).isEmpty();
  }

  private static MockServerWebExchange form(String body) {
    return MockServerWebExchange.from(
        MockServerHttpRequest.post("/a")
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .contentLength(body.length())
            .body(body));
  }
}
