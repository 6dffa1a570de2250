package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.edge.RequestLine.Judgement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLineTest {

  @ParameterizedTest(name = "{0} {1} Host: {2} -> {3}")
  @CsvSource({
    "GET, /a, api.example, ",
    "GET, /a?b=%2f/..;//, api.example, ",
    "PROPFIND, /a, api.example, ",
    "OPTIONS, /a, api.example, ",
    "GET, http://api.example/a, API.example, ",
    "get, /a, api.example, METHOD_REFUSED",
    "Get, /a, api.example, METHOD_REFUSED",
    "TRACE, /a, api.example, METHOD_REFUSED",
    "TRACK, /a, api.example, METHOD_REFUSED",
    "CONNECT, api.example:443, api.example, METHOD_REFUSED",
    "OPTIONS, *, api.example, PATH_AMBIGUOUS",
    "GET, http://evil.example/a, api.example, HOST_AMBIGUOUS",
    "GET, http://api.example@evil/a, api.example, HOST_AMBIGUOUS",
    "GET, http://api.example:81/a, api.example, HOST_AMBIGUOUS",
    "GET, http://api.example, api.example, PATH_AMBIGUOUS",
    "GET, ftp://api.example/a, api.example, PATH_AMBIGUOUS",
    "GET, /a, api/x?, HOST_AMBIGUOUS",
    "GET, /a?b#c, api.example, PATH_AMBIGUOUS",
    "GET, /a?%zz, api.example, PATH_AMBIGUOUS",
    "GET, /a?é, api.example, PATH_AMBIGUOUS",
    "GET, //api.example/a, api.example, PATH_AMBIGUOUS",
  })
  void judgesMethodTargetAndHostTogether(
      String method, String target, String host, @Nullable Reason refusal) {
    assertThat(refusal(RequestLine.judge(method, target, List.of(host)))).isEqualTo(refusal);
  }

  @Test
  void refusesSeveralHostsEvenWhenEqual() {
    assertThat(refusal(RequestLine.judge("GET", "/a", List.of("a", "a"))))
        .isEqualTo(Reason.HOST_AMBIGUOUS);
  }

  @Test
  void takesARequestWithoutHostByItsPathOnly() {
    assertThat(refusal(RequestLine.judge("GET", "/a", List.of()))).isNull();
    assertThat(refusal(RequestLine.judge("GET", "http://a/a", List.of())))
        .isEqualTo(Reason.HOST_AMBIGUOUS);
  }

  private static @Nullable Reason refusal(Judgement judgement) {
    return judgement instanceof Judgement.No no ? no.reason() : null;
  }
}
