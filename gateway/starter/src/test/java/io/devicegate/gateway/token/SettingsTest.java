package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NONE = Duration.ZERO;
  private static final JwksSettings JWKS = JwksSettings.DEFAULTS;

  @ParameterizedTest(name = "{0}")
  @MethodSource("badSettings")
  void namesTheSettingItsValueAndWhatIsExpected(String message, ThrowingCallable creation) {
    assertThatIllegalArgumentException().isThrownBy(creation).withMessage(message);
  }

  static Stream<Arguments> badSettings() {
    return Stream.of(
        bad("minLifetime: PT0S (expected: > 0)", () -> jwks(SECOND, NONE, SECOND, SECOND, SECOND)),
        bad(
            "lifetime: PT1S (expected: >= minLifetime)",
            () -> jwks(SECOND, SECOND.plusMillis(1), SECOND, SECOND, SECOND)),
        bad(
            "hardExpiry: PT0S (expected: >= lifetime)",
            () -> jwks(SECOND, SECOND, NONE, SECOND, SECOND)),
        bad("firstRetry: PT0S (expected: > 0)", () -> jwks(SECOND, SECOND, SECOND, NONE, SECOND)),
        bad(
            "maxRetry: PT0S (expected: >= firstRetry)",
            () -> jwks(SECOND, SECOND, SECOND, SECOND, NONE)),
        bad(
            "unknownKeys.burst: 0 (expected: > 0)",
            () -> new JwksSettings.UnknownKeys(0, SECOND, 1, SECOND)),
        bad(
            "unknownKeys.interval: PT0S (expected: > 0)",
            () -> new JwksSettings.UnknownKeys(1, NONE, 1, SECOND)),
        bad(
            "unknownKeys.maxRemembered: 0 (expected: > 0)",
            () -> new JwksSettings.UnknownKeys(1, SECOND, 0, SECOND)),
        bad(
            "unknownKeys.rememberedFor: PT0S (expected: > 0)",
            () -> new JwksSettings.UnknownKeys(1, SECOND, 1, NONE)),
        bad(
            "fetch.connectTimeout: PT0S (expected: > 0)",
            () -> new JwksSettings.Fetch(NONE, SECOND, 1, 1)),
        bad(
            "fetch.responseTimeout: PT0S (expected: > 0)",
            () -> new JwksSettings.Fetch(SECOND, NONE, 1, 1)),
        bad(
            "fetch.maxBytes: 0 (expected: > 0)",
            () -> new JwksSettings.Fetch(SECOND, SECOND, 0, 1)),
        bad("fetch.maxKeys: 0 (expected: > 0)", () -> new JwksSettings.Fetch(SECOND, SECOND, 1, 0)),
        bad("maxBytes: 0 (expected: > 0)", () -> new TokenCacheSettings(0, SECOND, 1, SECOND)),
        bad("timeToLive: PT0S (expected: > 0)", () -> new TokenCacheSettings(1, NONE, 1, SECOND)),
        bad(
            "maxRefusedBytes: 0 (expected: > 0)",
            () -> new TokenCacheSettings(1, SECOND, 0, SECOND)),
        bad(
            "refusedTimeToLive: PT0S (expected: > 0)",
            () -> new TokenCacheSettings(1, SECOND, 1, NONE)),
        bad("limits.tokenLength: 0 (expected: > 0)", () -> new JwtLimits(0, 1, 1, 2, 1, 1)),
        bad("limits.claimsDepth: 1 (expected: > 1)", () -> new JwtLimits(1, 1, 1, 1, 1, 1)),
        bad(
            "id:   (expected: not blank)",
            () -> policy(" ", Set.of("i"), Set.of("a"), Set.of(JwsAlgorithm.RS256), NONE)),
        bad(
            "issuers: [] (expected: at least one)",
            () -> policy("p", Set.of(), Set.of("a"), Set.of(JwsAlgorithm.RS256), NONE)),
        bad(
            "audiences: [] (expected: at least one)",
            () -> policy("p", Set.of("i"), Set.of(), Set.of(JwsAlgorithm.RS256), NONE)),
        bad(
            "algorithms: [] (expected: at least one)",
            () -> policy("p", Set.of("i"), Set.of("a"), Set.of(), NONE)),
        bad(
            "clockSkew: PT5M1S (expected: between 0 and 5 minutes)",
            () ->
                policy(
                    "p",
                    Set.of("i"),
                    Set.of("a"),
                    Set.of(JwsAlgorithm.RS256),
                    Duration.ofSeconds(301))));
  }

  private static Arguments bad(String message, ThrowingCallable creation) {
    return arguments(message, creation);
  }

  private static JwksSettings jwks(
      Duration lifetime, Duration minLifetime, Duration hardExpiry, Duration first, Duration max) {
    return new JwksSettings(
        lifetime, minLifetime, hardExpiry, first, max, JWKS.unknownKeys(), JWKS.fetch());
  }

  private static TokenPolicy policy(
      String id,
      Set<String> issuers,
      Set<String> audiences,
      Set<JwsAlgorithm> algorithms,
      Duration clockSkew) {
    return new TokenPolicy(
        id,
        issuers,
        audiences,
        algorithms,
        Set.of("JWT"),
        false,
        clockSkew,
        null,
        false,
        JwtLimits.DEFAULTS);
  }
}
