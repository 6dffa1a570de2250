package io.devicegate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

  @ParameterizedTest
  @CsvSource({
    "api.example.com, api.example.com, -1",
    "API.Example.com:8443, api.example.com, 8443",
    "example.com., example.com, -1",
    "localhost:8080, localhost, 8080",
    "192.0.2.1, 192.0.2.1, -1",
    "[2001:db8::1]:443, [2001:db8::1], 443",
  })
  void parsesHostAndPort(String text, String host, int port) {
    assertThat(Authority.parse(text)).contains(new Authority(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api/x?",
        "api?x",
        "api#x",
        "user@api",
        "api@evil",
        "api:",
        "api:0",
        "api:080",
        "api:65536",
        "api:x",
        "api:80:80",
        "a b",
        "a,b",
        "a..b",
        ".a",
        "a%2eb",
        "[::1",
        "[::1]x",
        "[::1%eth0]",
        "é",
        "api\\x",
        "-a"
      })
  void refusesMalformedHosts(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }

  @Test
  void knowsThePortsOfSchemes() {
    Authority bare = new Authority("a", -1);

    assertThat(bare.portFor("https")).isEqualTo(443);
    assertThat(bare.portFor("ws")).isEqualTo(80);
    assertThat(bare.portFor("gopher")).isEqualTo(-1);
    assertThat(new Authority("a", 81).portFor("http")).isEqualTo(81);
  }
}
