package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.test.StepVerifier;

class FormTokensTest {

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
  void looksIntoShortFormsOfKnownLengthOnly(String type, long length, boolean worth) {
    HttpHeaders headers = new HttpHeaders();
    headers.set("Content-Type", type);
    if (length >= 0) {
      headers.setContentLength(length);
    }

    assertThat(FormTokens.mayHold(headers)).isEqualTo(worth);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "access_token=a, true",
    "x=1&access%5Ftoken=a, true",
    "x=access_token, false",
    "grant_type=x&token=y, false",
  })
  void findsTheFieldAndReplaysTheBody(String body, boolean holdsToken) {
    MockServerHttpRequest request =
        MockServerHttpRequest.post("/a")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(body);

    StepVerifier.create(
            FormTokens.inspect(request)
                .flatMap(
                    inspected -> {
                      assertThat(inspected.holdsToken()).isEqualTo(holdsToken);
                      return DataBufferUtils.join(inspected.request().getBody());
                    })
                .map(buffer -> buffer.toString(StandardCharsets.UTF_8)))
        .expectNext(body)
        .verifyComplete();
  }

  @Test
  void anEmptyBodyHoldsNoToken() {
    MockServerHttpRequest request = MockServerHttpRequest.post("/a").build();

    StepVerifier.create(FormTokens.inspect(request))
        .assertNext(inspected -> assertThat(inspected.holdsToken()).isFalse())
        .verifyComplete();
  }
}
