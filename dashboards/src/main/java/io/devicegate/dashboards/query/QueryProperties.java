package io.devicegate.dashboards.query;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the pages and of the query API.
 *
 * @param token secret that readers send, as {@code Authorization: Bearer} or as the password of
 *     {@code Basic} with any name; 16 to 512 visible ASCII characters. When absent, only readers on
 *     this machine are answered
 */
@ConfigurationProperties("devicegate.query")
public record QueryProperties(@Nullable String token) {

  private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{16,512}");

  public QueryProperties {
    token = token == null || token.isBlank() ? null : token.strip();
    if (token != null && !USABLE.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "devicegate.query.token: expected 16 to 512 visible ASCII characters without a space");
    }
  }

  /** Without the token: settings end up in logs. */
  @Override
  public String toString() {
    return "QueryProperties[token=" + (token == null ? "none" : "set") + "]";
  }
}
